import React, { useState } from 'react';

interface PanelProps {
  title: string;
  lines: string[];
  onClose?: () => void;
}

export const Panel: React.FC<PanelProps> = ({ title, lines, onClose }) => {
  const [open, setOpen] = useState<boolean>(true);
  const toggle = (): void => setOpen((before) => !before);
  return (
    <aside>
      <h3 onClick={toggle}>{title}</h3>
      {open && lines.map((line: string, index: number) => <p key={index}>{line as string}</p>)}
      <button onClick={onClose}>x</button>
    </aside>
  );
};
