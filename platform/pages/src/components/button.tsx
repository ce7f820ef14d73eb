// What can be pressed. A link goes somewhere, a button does something: the two look alike.
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

type Look = {
  readonly children: ReactNode;
  readonly look?: 'main' | 'plain' | 'quiet' | 'danger' | undefined;
  readonly size?: 's' | 'm' | 'l' | undefined;
  readonly wide?: boolean | undefined;
  readonly icon?: IconName | undefined;
  readonly iconAfter?: IconName | undefined;
};

export type ButtonProps = Look & {
  readonly type?: 'submit' | 'button' | undefined;
  readonly name?: string | undefined;
  readonly value?: string | undefined;
  readonly label?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly id?: string | undefined;
  /** Another form's id, or another address for this one button. */
  readonly form?: string | undefined;
  readonly formAction?: string | undefined;
  readonly formNoValidate?: boolean | undefined;
};

export function Button(props: ButtonProps) {
  return (
    <button
      className={classOf(props)}
      type={props.type ?? 'submit'}
      id={props.id}
      name={props.name}
      value={props.value}
      aria-label={props.label}
      disabled={props.disabled}
      form={props.form}
      formAction={props.formAction}
      formNoValidate={props.formNoValidate}
    >
      <Inside {...props} />
    </button>
  );
}

export type ButtonLinkProps = Look & {
  readonly href: string;
  readonly download?: boolean | undefined;
};

export function ButtonLink(props: ButtonLinkProps) {
  return (
    <a className={classOf(props)} href={props.href} download={props.download ? '' : undefined}>
      <Inside {...props} />
    </a>
  );
}

/** A form that is one button: a change of state by POST, never by a link. */
export function ButtonForm(
  props: ButtonProps & { action: string; hidden?: Readonly<Record<string, string>> },
) {
  return (
    <form method="post" action={props.action}>
      {Object.entries(props.hidden ?? {}).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Button {...props} />
    </form>
  );
}

function Inside({ icon, iconAfter, children }: Look) {
  return (
    <>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
      {iconAfter && <Icon name={iconAfter} />}
    </>
  );
}

function classOf({ look = 'main', size = 'm', wide }: Look): string {
  const names = ['button'];
  if (look !== 'main') names.push(`button-${look}`);
  if (size !== 'm') names.push(`button-${size}`);
  if (wide) names.push('button-wide');
  return names.join(' ');
}
