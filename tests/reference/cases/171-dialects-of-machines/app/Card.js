import * as React from 'react';
import type { Shop } from './types';

type Props = {
  shop: Shop,
  onOpen: (shop: Shop) => void,
  tall?: boolean,
};

export default function Card({ shop, onOpen, tall }: Props): React.Node {
  const [open, setOpen] = React.useState<boolean>(false);
  return (
    <section className={tall ? 'card tall' : 'card'} onClick={() => onOpen(shop)}>
      <h2>{shop.name}</h2>
      <button onClick={() => setOpen(!open)}>{open ? 'less' : 'more'}</button>
      {open && <p>{shop.street}</p>}
    </section>
  );
}
