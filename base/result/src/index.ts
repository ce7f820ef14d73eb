// A refusal is a value, a bug is a throw. Every floor above speaks in these two.

export type Ok<T> = { readonly ok: true; readonly value: T };
export type Err<E> = { readonly ok: false; readonly error: E };
export type Result<T, E> = Ok<T> | Err<E>;

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value });
export const err = <const E>(error: E): Err<E> => ({ ok: false, error });

/** Turns the value of a success; a refusal passes through. */
export function map<T, U, E>(result: Result<T, E>, turn: (value: T) => U): Result<U, E> {
  return result.ok ? ok(turn(result.value)) : result;
}

/** The value, or a throw: only where a refusal would be a bug of ours. */
export function unwrap<T, E>(result: Result<T, E>): T {
  if (result.ok) return result.value;
  throw new Bug(`a result that had to be good was refused: ${JSON.stringify(result.error)}`);
}

/** A broken promise of our own code. Nothing catches it but the outermost loop. */
export class Bug extends Error {
  override readonly name = 'Bug';
}

export function assert(statement: unknown, message: string): asserts statement {
  if (!statement) throw new Bug(message);
}

/** Marks the branch that the types say cannot be; it does not compile while a case is missing. */
export function unreachable(never: never, where: string): never {
  throw new Bug(`${where}: a case that cannot be: ${JSON.stringify(never)}`);
}
