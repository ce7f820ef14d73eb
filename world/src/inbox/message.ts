// A letter or a short message, as it reached one of the world's people.

export type MessageKind = 'email' | 'sms';

export type NewMessage = {
  /** The Message-ID of a letter; a second try of the same one is not kept twice. */
  readonly id: string;
  readonly kind: MessageKind;
  readonly from: string;
  readonly to: string;
  /** Empty for a short message. */
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  readonly at: number;
};

export type Message = NewMessage & {
  /** Its place in the order of arrival; its address. */
  readonly seq: number;
};

export type MessageFilter = {
  readonly to?: string | undefined;
  readonly kind?: MessageKind | undefined;
  readonly limit: number;
};
