// Why a message was not read. `element` is the path from the root, so that the sender can find it.

export type Iso20022Error = {
  readonly code:
    | 'too_large'
    /** DOCTYPE and ENTITY have no place in these messages; refused before any parser sees them. */
    | 'doctype'
    | 'not_xml'
    /** Well-formed, but another message or another version: `detail` names what came. */
    | 'wrong_message'
    | 'missing_element'
    | 'repeated_element'
    | 'bad_value'
    /** Counts or totals that do not fit what they count. */
    | 'inconsistent';
  readonly element: string;
  readonly detail: string;
};
