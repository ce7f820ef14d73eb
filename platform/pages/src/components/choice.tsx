// Choices: one of few as large rows (radio), yes or no (checkbox), and a set of fields of one form.
import type { ReactNode } from 'react';
import { FieldError } from './field.tsx';

export type Choice = {
  readonly value: string;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** At the right end of the row, such as a price. */
  readonly aside?: ReactNode;
};

export type RadioGroupProps = {
  readonly name: string;
  readonly legend: ReactNode;
  readonly choices: readonly Choice[];
  readonly value?: string | undefined;
  readonly error?: ReactNode;
  /** Hides the legend from the eye where a heading just above says the same. */
  readonly quietLegend?: boolean | undefined;
};

export function RadioGroup(props: RadioGroupProps) {
  const errorId = `f-${props.name}-error`;
  return (
    <fieldset aria-describedby={props.error ? errorId : undefined}>
      <legend className={props.quietLegend ? 'unseen' : 'legend'}>{props.legend}</legend>
      <div className="choices">
        {props.choices.map((choice) => (
          <label key={choice.value} className="choice">
            <input
              type="radio"
              name={props.name}
              value={choice.value}
              defaultChecked={choice.value === props.value}
              required
            />
            <span>
              <span className="label">{choice.label}</span>
              {choice.hint && <span className="hint">{choice.hint}</span>}
            </span>
            <span>{choice.aside}</span>
          </label>
        ))}
      </div>
      {props.error && <FieldError id={errorId}>{props.error}</FieldError>}
    </fieldset>
  );
}

export type CheckboxProps = {
  readonly name: string;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
  readonly value?: string | undefined;
  readonly checked?: boolean | undefined;
  readonly required?: boolean | undefined;
};

export function Checkbox(props: CheckboxProps) {
  const errorId = `f-${props.name}-error`;
  return (
    <div className="field">
      <label className="check">
        <input
          type="checkbox"
          name={props.name}
          value={props.value ?? 'yes'}
          defaultChecked={props.checked}
          required={props.required}
          aria-invalid={props.error ? true : undefined}
          aria-describedby={props.error ? errorId : undefined}
        />
        <span>
          <span>{props.label}</span>
          {props.hint && <span className="hint"> {props.hint}</span>}
        </span>
      </label>
      {props.error && <FieldError id={errorId}>{props.error}</FieldError>}
    </div>
  );
}

export type FormProps = {
  readonly action: string;
  readonly children: ReactNode;
  readonly method?: 'post' | 'get' | undefined;
  readonly hidden?: Readonly<Record<string, string>> | undefined;
  readonly id?: string | undefined;
  readonly inline?: boolean | undefined;
  /** True leaves all checking to the server, whose words are better than the browser's. */
  readonly noValidate?: boolean | undefined;
};

export function Form(props: FormProps) {
  return (
    <form
      className={props.inline ? 'inline-form' : 'form'}
      method={props.method ?? 'post'}
      action={props.action}
      id={props.id}
      noValidate={props.noValidate}
    >
      {Object.entries(props.hidden ?? {}).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {props.children}
    </form>
  );
}

/** Fields side by side where there is room; `pair` keeps two together on a phone too. */
export function Fields(props: { children: ReactNode; pair?: boolean | undefined }) {
  return <div className={props.pair ? 'fields fields-pair' : 'fields'}>{props.children}</div>;
}
