// Few ways to place things: under one another, beside one another, in a grid, main with an aside.
import type { ReactNode } from 'react';

export type Gap = 'xs' | 's' | 'm' | 'l' | 'xl';
type Box = { readonly children: ReactNode; readonly className?: string | undefined };

const join = (...names: (string | undefined | false)[]) => names.filter(Boolean).join(' ');

/** Under one another. */
export function Stack(props: Box & { gap?: Gap | undefined }) {
  return (
    <div className={join('stack', `gap-${props.gap ?? 'm'}`, props.className)}>
      {props.children}
    </div>
  );
}

/** Beside one another, wrapping; `apart` pushes to both ends. */
export function Row(props: Box & { gap?: 's' | 'm' | 'l'; apart?: boolean | undefined }) {
  const gap = props.gap && `gap-${props.gap}`;
  return (
    <div className={join('cluster', gap, props.apart && 'apart', props.className)}>
      {props.children}
    </div>
  );
}

/** As many equal columns as fit: small, medium or large ones. */
export function Grid(props: Box & { size?: 's' | 'm' | 'l' | undefined }) {
  const size = props.size === undefined || props.size === 'm' ? '' : `grid-${props.size}`;
  return <div className={join('grid', size, props.className)}>{props.children}</div>;
}

/** Main and a column beside it, which stays in sight on a wide screen. */
export function Split(props: { main: ReactNode; aside: ReactNode; even?: boolean | undefined }) {
  return (
    <div className={join('split', props.even && 'split-even')}>
      <div>{props.main}</div>
      <div className="stays">{props.aside}</div>
    </div>
  );
}

export type CardProps = Box & {
  readonly title?: ReactNode;
  /** `tint` draws the eye, `deep` is the dark one, `flat` has no shadow. */
  readonly look?: 'plain' | 'flat' | 'tint' | 'deep' | undefined;
};

export function Card(props: CardProps) {
  const look = props.look && props.look !== 'plain' && `card-${props.look}`;
  return (
    <section className={join('card', look, props.className)}>
      {props.title && <h2 className="card-title">{props.title}</h2>}
      {props.children}
    </section>
  );
}

/** Details that open on a click, without a script. */
export function More(props: { summary: ReactNode; children: ReactNode; open?: boolean }) {
  return (
    <details className="more" open={props.open}>
      <summary>{props.summary}</summary>
      {props.children}
    </details>
  );
}
