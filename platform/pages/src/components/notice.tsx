// What the page says about a state: a box with a title, a badge, an empty room, a step of a way.
import type { ReactNode } from 'react';
import { usePage } from '../page-context.ts';
import { wordsOf } from '../words.ts';
import { Icon, type IconName } from './icon.tsx';

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'brand' | 'plain';

const toneIcons: Record<Tone, IconName> = {
  good: 'done',
  warn: 'warning',
  bad: 'cross',
  info: 'info',
  brand: 'info',
  plain: 'info',
};

export type NoticeProps = {
  readonly tone: Tone;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  readonly icon?: IconName | undefined;
};

/** Bad news interrupts a screen reader (alert), all else waits for a pause (status). */
export function Notice(props: NoticeProps) {
  return (
    <div className={`notice tone-${props.tone}`} role={props.tone === 'bad' ? 'alert' : 'status'}>
      <Icon name={props.icon ?? toneIcons[props.tone]} />
      <div className="stack gap-xs">
        {props.title && <p className="notice-title">{props.title}</p>}
        {props.children && <div>{props.children}</div>}
      </div>
    </div>
  );
}

/** A state in one or two words. */
export function Status(props: { tone: Tone; children: ReactNode }) {
  return <span className={`status tone-${props.tone}`}>{props.children}</span>;
}

export type EmptyProps = {
  readonly icon: IconName;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly tone?: Tone | undefined;
  readonly actions?: ReactNode;
  /** 1 where this is all that the page says. */
  readonly level?: 1 | 2 | undefined;
};

/** A page or part with one thing to say: empty, not found, done, refused. */
export function Empty(props: EmptyProps) {
  const Title = props.level === 1 ? 'h1' : 'h2';
  return (
    <div className="empty">
      <Emblem icon={props.icon} tone={props.tone ?? 'brand'} />
      <Title>{props.title}</Title>
      {props.children && <div className="stack gap-s">{props.children}</div>}
      {props.actions && <div className="actions">{props.actions}</div>}
    </div>
  );
}

export function Emblem(props: { icon: IconName; tone: Tone }) {
  return (
    <span className={`emblem tone-${props.tone}`}>
      <Icon name={props.icon} size="l" />
    </span>
  );
}

/** Where the reader is on a short way; `now` counts from 0. */
export function Steps(props: { steps: readonly string[]; now: number; label: string }) {
  const t = wordsOf(usePage().lang);
  return (
    <ol className="steps" aria-label={props.label}>
      {props.steps.map((step, index) => (
        <li
          key={step}
          className={`step ${index < props.now ? 'step-done' : index === props.now ? 'step-now' : ''}`}
          aria-current={index === props.now ? 'step' : undefined}
        >
          <span className={index === props.now ? undefined : 'step-name'}>
            <span className="unseen">
              {t('step', { step: index + 1, steps: props.steps.length })}:{' '}
            </span>
            {step}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** A turning mark for pages that wait and reload themselves; still where motion is unwanted. */
export function Waiting(props: { label: string }) {
  return (
    <svg className="waiting" viewBox="0 0 48 48" role="img" aria-label={props.label}>
      <circle
        cx="24"
        cy="24"
        r="20"
        fill="none"
        stroke="currentColor"
        strokeWidth="5"
        opacity=".18"
      />
      <path
        d="M24 4a20 20 0 0 1 20 20"
        fill="none"
        stroke="currentColor"
        strokeWidth="5"
        strokeLinecap="round"
      />
    </svg>
  );
}
