// Line icons on a grid of 24, drawn for this project. They are decoration: the words beside them
// carry the meaning, or `label` does where there are no words.

const paths = {
  'arrow-left': 'M19 12H5m6-6-6 6 6 6',
  'arrow-right': 'M5 12h14m-6-6 6 6-6 6',
  bank: 'M4 9.5 12 5l8 4.5M5 20h14M6.5 10v7m3.7-7v7m3.6-7v7m3.7-7v7',
  card: 'M4.5 6h15A1.5 1.5 0 0 1 21 7.5v9a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 16.5v-9A1.5 1.5 0 0 1 4.5 6ZM3 10h18M6.5 14.5h4',
  cart: 'M3 4h2.2l2.3 11h10l2.3-8H6.1M9 19.5h.01m7.49 0h.01',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  chevron: 'm6 9.5 6 6 6-6',
  clock: 'M12 7v5l3 2m6-2a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z',
  close: 'm6 6 12 12M18 6 6 18',
  cross: 'm9 9 6 6m0-6-6 6m12-3a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z',
  done: 'm8 12.3 2.7 2.7L16 9.7M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z',
  download: 'M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 19.5h14',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Zm12.3 0a2.8 2.8 0 1 1-5.6 0 2.8 2.8 0 0 1 5.6 0Z',
  gift: 'M4 9.5h16v3H4zM5.5 12.5h13v8h-13zM12 9.5v11M12 9.5S11 4 8 4.5 7 9.5 12 9.5Zm0 0S13 4 16 4.5s1 5-4 5Z',
  globe:
    'M3.2 12h17.6M12 3.2c2.3 2.5 3.5 5.5 3.5 8.8s-1.2 6.3-3.5 8.8c-2.3-2.5-3.5-5.5-3.5-8.8s1.2-6.3 3.5-8.8ZM21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z',
  info: 'M12 11v5.5M12 7.8h.01M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z',
  link: 'M13.5 5H19v5.5M19 5l-8 8m-2-7H5.5v12.5H18V15',
  lock: 'M7 11V8a5 5 0 0 1 10 0v3M5.5 11h13v9h-13zM12 14.5v2',
  mail: 'M3.5 6h17v12.5h-17zM4 6.5l8 6.5 8-6.5',
  minus: 'M6 12h12',
  phone:
    'M8 3h8a1.5 1.5 0 0 1 1.5 1.5v15A1.5 1.5 0 0 1 16 21H8a1.5 1.5 0 0 1-1.5-1.5v-15A1.5 1.5 0 0 1 8 3Zm3 15h2',
  plus: 'M12 6v12M6 12h12',
  receipt:
    'M6 3.5v17l2-1.3 2 1.3 2-1.3 2 1.3 2-1.3 2 1.3v-17l-2 1.3-2-1.3-2 1.3-2-1.3-2 1.3ZM9 9.5h6m-6 4h6',
  refresh: 'M19.5 12a7.5 7.5 0 1 1-2.2-5.3L19.5 9m0-4.5V9H15',
  search: 'm15.5 15.5 4.5 4.5m-2.5-9.5a7 7 0 1 1-14 0 7 7 0 0 1 14 0Z',
  shield: 'M12 3.5 5 6v5.5c0 4.5 3 7.5 7 9 4-1.5 7-4.5 7-9V6Zm-3 8.5 2.2 2.2L15.2 10',
  snow: 'M12 3v18M4.2 7.5l15.6 9M19.8 7.5l-15.6 9M9.5 4.5 12 7l2.5-2.5m-5 15L12 17l2.5 2.5',
  trash: 'M4.5 7h15M9.5 7V4.5h5V7M6.5 7l1 13h9l1-13m-6.5 4v5.5m3-5.5v5.5',
  truck:
    'M3 6.5h11v10H3zM14 10h4l3 3.5v3h-7M9 18a2 2 0 1 1-4 0 2 2 0 0 1 4 0Zm10 0a2 2 0 1 1-4 0 2 2 0 0 1 4 0Z',
  user: 'M16 8.5a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM4.5 20c.8-3.7 3.8-5.5 7.5-5.5s6.7 1.8 7.5 5.5',
  warning: 'M12 4 2.8 20h18.4ZM12 10v4.5m0 2.5h.01',
} as const;

export type IconName = keyof typeof paths;

export function Icon(props: { name: IconName; size?: 'm' | 'l' | undefined; label?: string }) {
  const className = props.size === 'l' ? 'icon icon-l' : 'icon';
  const line = <path d={paths[props.name]} />;
  return props.label ? (
    <svg className={className} viewBox="0 0 24 24" role="img" aria-label={props.label}>
      {line}
    </svg>
  ) : (
    <svg className={className} viewBox="0 0 24 24" aria-hidden="true">
      {line}
    </svg>
  );
}
