// The line itself: one list, oldest first, a rail beside it that is hatched while nobody knows.

import { Icon, type IconName } from '@kassa/pages';
import { MomentDetail } from './moment-detail.tsx';
import type { Lane, Moment } from './moments.ts';
import { clockIn, dayIn, durationOf } from './times.ts';
import { isWithin, type UnknownSpan } from './unknown-spans.ts';

export type TimeLineShown = {
  readonly moments: readonly Moment[];
  readonly spans: readonly UnknownSpan[];
  readonly zone: string;
  readonly nowMs: number;
};

const laneMarks: Readonly<Record<Lane, { readonly icon: IconName; readonly label: string }>> = {
  request: { icon: 'globe', label: 'API request' },
  payment: { icon: 'card', label: 'Payment' },
  authentication: { icon: 'shield', label: '3-D Secure' },
  wire: { icon: 'link', label: 'Acquirer' },
  advice: { icon: 'refresh', label: 'Advice' },
  book: { icon: 'receipt', label: 'Ledger' },
  webhook: { icon: 'mail', label: 'Webhook' },
  dispute: { icon: 'warning', label: 'Dispute' },
};

const ways = { out: 'arrow-right', in: 'arrow-left', none: 'warning' } as const;

export function TimeLine({ moments, spans, zone, nowMs }: TimeLineShown) {
  return (
    <section className="story" aria-labelledby="story-title">
      <div className="story-top">
        <h2 id="story-title">What happened</h2>
        <p className="small soft">{`UTC above, ${zone} below. Between two moments: how long.`}</p>
      </div>
      <ol className="line">
        {moments.map((moment, index) => (
          <Item
            key={moment.key}
            moment={moment}
            before={moments[index - 1]}
            {...{ spans, zone, nowMs }}
          />
        ))}
      </ol>
    </section>
  );
}

type ItemShown = Omit<TimeLineShown, 'moments'> & {
  readonly moment: Moment;
  readonly before: Moment | undefined;
};

function Item({ moment, before, spans, zone, nowMs }: ItemShown) {
  const { atMs, lane, title, tone, text, href, detail } = moment;
  const { icon, label } = laneMarks[lane];
  const isNewDay = before === undefined || dayIn(before.atMs, 'UTC') !== dayIn(atMs, 'UTC');
  const begun = spans.find(({ fromMs }) => fromMs === atMs && before?.atMs !== atMs);
  const unknown = isWithin(spans, atMs) ? ' is-unknown' : '';
  return (
    <li className={`moment lane-${lane} tone-${tone}${unknown}`}>
      {isNewDay && <p className="moment-day">{dayIn(atMs, 'UTC')}</p>}
      {begun && (
        <p className="moment-span">
          {begun.toMs === null
            ? `Nobody knows, for ${durationOf(nowMs - begun.fromMs)} so far`
            : `Nobody knew, for ${durationOf(begun.toMs - begun.fromMs)}`}
        </p>
      )}
      <div className="moment-times">
        <time dateTime={new Date(atMs).toISOString()}>{clockIn(atMs, 'UTC')}</time>
        <span className="moment-zone">{clockIn(atMs, zone)}</span>
        {before !== undefined && atMs > before.atMs && (
          <span className="moment-gap">{`+${durationOf(atMs - before.atMs)}`}</span>
        )}
      </div>
      <span className="moment-mark">
        <Icon name={moment.way === undefined ? icon : ways[moment.way]} />
      </span>
      <div className="moment-body">
        <p className="moment-lane">{label}</p>
        <h3 className="moment-title">{href === undefined ? title : <a href={href}>{title}</a>}</h3>
        {text !== undefined && text !== '' && <p className="moment-text">{text}</p>}
        {detail !== undefined && <MomentDetail detail={detail} />}
      </div>
    </li>
  );
}
