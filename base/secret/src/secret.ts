// A value that can be used but not shown: print, log and JSON all give ****.

const shown = '****';

export class Secret<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /** The value itself; every call of this is a place to look at in a review. */
  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return shown;
  }

  toJSON(): string {
    return shown;
  }

  /** What Node's console and inspector show. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return shown;
  }
}
