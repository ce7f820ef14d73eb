// Amounts and times: the only way they reach a page, so that they look the same everywhere.
import { format, type Money } from '@kassa/money';
import { localeOf } from '../language.ts';
import { usePage } from '../page-context.ts';

export type AmountProps = {
  readonly of: Money;
  readonly size?: 'm' | 'l' | 'xl' | undefined;
  /** Shows a plus before what came in; a minus is always shown. */
  readonly signed?: boolean | undefined;
  /** Another locale than the page's, such as `nb-NO`. */
  readonly locale?: string | undefined;
};

export function Amount(props: AmountProps) {
  const { lang } = usePage();
  const text = format(props.of, props.locale ?? localeOf(lang));
  const size = props.size === undefined || props.size === 'm' ? '' : ` amount-${props.size}`;
  const sign = props.signed && props.of.minor > 0n ? '+' : '';
  return <span className={`amount${size}`}>{sign + text.replace('-', '\u2212')}</span>;
}

export type WhenProps =
  | {
      readonly at: number;
      readonly show?: 'datetime' | 'date' | 'time' | 'seconds';
      readonly zone?: string;
    }
  | { readonly on: `${number}-${number}-${number}`; readonly show?: 'date' | 'weekday' };

const shapes = {
  datetime: { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  date: { day: 'numeric', month: 'long', year: 'numeric' },
  weekday: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit' },
  seconds: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** An instant (milliseconds since 1970, in the page's zone) or a calendar date (`YYYY-MM-DD`). */
export function When(props: WhenProps) {
  const { lang, zone } = usePage();
  if ('on' in props) {
    const text = showDate(props.on, localeOf(lang), props.show ?? 'date');
    return <time dateTime={props.on}>{text}</time>;
  }
  const shape = shapes[props.show ?? 'datetime'];
  const text = new Intl.DateTimeFormat(localeOf(lang), {
    ...shape,
    timeZone: props.zone ?? zone,
  }).format(props.at);
  return <time dateTime={new Date(props.at).toISOString()}>{text}</time>;
}

function showDate(date: string, locale: string, shape: 'date' | 'weekday'): string {
  const format = new Intl.DateTimeFormat(locale, { ...shapes[shape], timeZone: 'UTC' });
  return format.format(Date.parse(`${date}T00:00:00Z`));
}
