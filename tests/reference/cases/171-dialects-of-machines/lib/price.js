'use strict';

import type { Order } from './order';

export type Rates = {|
  +net: number,
  +vat: ?number,
|};

const DEFAULT: Rates = { net: 1, vat: null };

export function price(order: Order, rates: Rates = DEFAULT): number {
  const total = order.lines.reduce((sum: number, line) => sum + line.price * line.count, 0);
  return total * rates.net * (1 + (rates.vat ?? 0));
}

export function label(order: ?Order): string {
  if (!order) {
    return '';
  }
  return `${order.id}: ${price(order).toFixed(2)}`;
}
