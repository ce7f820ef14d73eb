import type { Visit } from './visit.ts';

/** A square product picture. Decoration beside its name, so without alternative text. */
export function Picture(props: {
  visit: Visit;
  file: string;
  className: string;
  lazy?: boolean | undefined;
}) {
  return (
    <img
      className={props.className}
      src={props.visit.look.picture(props.file)}
      alt=""
      width={480}
      height={480}
      loading={props.lazy ? 'lazy' : undefined}
    />
  );
}
