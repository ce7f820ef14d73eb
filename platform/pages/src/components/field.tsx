// Fields with their label, hint and error tied together for screen readers. The error stands at
// its field, and the field says that it is wrong.
import type { ReactNode } from 'react';
import { usePage } from '../page-context.ts';
import { wordsOf } from '../words.ts';
import { Icon } from './icon.tsx';

type Labelled = {
  readonly name: string;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
  /** False shows "optional" beside the label. */
  readonly required?: boolean | undefined;
  readonly id?: string | undefined;
};

export type FieldProps = Labelled & {
  readonly value?: string | undefined;
  readonly type?:
    | 'text'
    | 'email'
    | 'tel'
    | 'password'
    | 'number'
    | 'search'
    | 'date'
    | 'datetime-local'
    | undefined;
  readonly autoComplete?: string | undefined;
  readonly inputMode?: 'text' | 'numeric' | 'decimal' | 'email' | 'tel' | undefined;
  readonly maxLength?: number | undefined;
  readonly min?: number | string | undefined;
  readonly max?: number | string | undefined;
  readonly pattern?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly autoFocus?: boolean | undefined;
  readonly spellCheck?: boolean | undefined;
  /** `short` for few characters, `code` for a one-time code in large spaced digits. */
  readonly look?: 'full' | 'short' | 'code' | undefined;
  /** Something at the right end inside the field: a brand, a unit. */
  readonly end?: ReactNode;
  readonly list?: string | undefined;
};

const inputLooks = { full: 'input', short: 'input input-short', code: 'input input-code' } as const;

export function Field(props: FieldProps) {
  const at = idsOf(props);
  const input = (
    <input
      className={inputLooks[props.look ?? 'full']}
      id={at.id}
      name={props.name}
      type={props.type ?? 'text'}
      defaultValue={props.value}
      required={props.required !== false}
      aria-invalid={props.error ? true : undefined}
      aria-describedby={at.describedBy}
      autoComplete={props.autoComplete}
      inputMode={props.inputMode}
      maxLength={props.maxLength}
      min={props.min}
      max={props.max}
      pattern={props.pattern}
      placeholder={props.placeholder}
      readOnly={props.readOnly}
      // biome-ignore lint/a11y/noAutofocus: only pages whose single field is their purpose ask for it
      autoFocus={props.autoFocus}
      spellCheck={props.spellCheck}
      list={props.list}
    />
  );
  return (
    <Frame {...props} at={at}>
      {props.end ? (
        <div className="input-with">
          {input}
          <span className="input-end">{props.end}</span>
        </div>
      ) : (
        input
      )}
    </Frame>
  );
}

export type Option = { readonly value: string; readonly label: string };
export type SelectProps = Labelled & {
  readonly options: readonly Option[];
  readonly value?: string | undefined;
  readonly autoComplete?: string | undefined;
  readonly look?: 'full' | 'short' | undefined;
};

export function Select(props: SelectProps) {
  const at = idsOf(props);
  return (
    <Frame {...props} at={at}>
      <div className="input-with">
        <select
          className={inputLooks[props.look ?? 'full']}
          id={at.id}
          name={props.name}
          defaultValue={props.value}
          required={props.required !== false}
          aria-invalid={props.error ? true : undefined}
          aria-describedby={at.describedBy}
          autoComplete={props.autoComplete}
        >
          {props.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <span className="input-end">
          <Icon name="chevron" />
        </span>
      </div>
    </Frame>
  );
}

export function TextArea(props: Labelled & { value?: string | undefined; maxLength?: number }) {
  const at = idsOf(props);
  return (
    <Frame {...props} at={at}>
      <textarea
        className="input"
        id={at.id}
        name={props.name}
        defaultValue={props.value}
        maxLength={props.maxLength}
        required={props.required !== false}
        aria-invalid={props.error ? true : undefined}
        aria-describedby={at.describedBy}
      />
    </Frame>
  );
}

/** An error beside what it is about; `id` goes into that field's aria-describedby. */
export function FieldError(props: { id: string; children: ReactNode }) {
  return (
    <p className="error" id={props.id}>
      <Icon name="warning" label={wordsOf(usePage().lang)('error')} />
      <span>{props.children}</span>
    </p>
  );
}

type Ids = { id: string; hintId: string; errorId: string; describedBy: string | undefined };

export function idsOf({ id, name, hint, error }: Labelled): Ids {
  const own = id ?? `f-${name}`;
  const [hintId, errorId] = [`${own}-hint`, `${own}-error`];
  const described = [hint ? hintId : '', error ? errorId : ''].filter(Boolean).join(' ');
  return { id: own, hintId, errorId, describedBy: described || undefined };
}

function Frame(props: Labelled & { at: Ids; children: ReactNode }) {
  const t = wordsOf(usePage().lang);
  return (
    <div className="field">
      <label className="label" htmlFor={props.at.id}>
        {props.label}
        {props.required === false && <span className="optional"> ({t('optional')})</span>}
      </label>
      {props.hint && (
        <p className="hint" id={props.at.hintId}>
          {props.hint}
        </p>
      )}
      {props.children}
      {props.error && <FieldError id={props.at.errorId}>{props.error}</FieldError>}
    </div>
  );
}
