// What the developer reads when a query is refused: what is wrong, where, and what to do. The first
// words are the original's where they are known.

import type { QueryProblem } from './errors.ts';
import { type FieldType, fieldNames, type SearchKind } from './fields.ts';
import { clausesMax, partLengthMin, queryLengthMax } from './query.ts';

const unparsed =
  'We were unable to parse your search query. Try using the format `metadata["key"]:"value"` to query for metadata or key:"value" to query for other fields.';

const operators: Readonly<Record<FieldType, string>> = {
  token: '`:` only',
  flag: '`:` only',
  string: '`:` and `~`',
  numeric: '`:`, `<`, `<=`, `>` and `>=`',
};

/** `resource` is its name in the address: "payment_intents". */
export function explainProblem(problem: QueryProblem, kind: SearchKind): string {
  return `${sentenceOf(problem, kind)} (At character ${problem.at + 1} of the query.)`;
}

export const resourceOf = (kind: SearchKind): string => `${kind}s`;

function sentenceOf(problem: QueryProblem, kind: SearchKind): string {
  switch (problem.code) {
    case 'empty':
      return `${unparsed} The query is empty.`;
    case 'too_long':
      return `The query is too long: it may have at most ${queryLengthMax} characters.`;
    case 'too_many_clauses':
      return `The query has too many clauses: it may have at most ${clausesMax}.`;
    case 'character_wrong':
      return 'The query has a character with the code 0. Leave it out.';
    case 'joiners_mixed':
      return 'AND and OR cannot be mixed in one query, and a space means AND. Use one of them, or send two queries.';
    case 'joiner_alone':
      return `${unparsed} AND and OR stand between two clauses.`;
    case 'joiner_missing':
      return `${unparsed} Put a space, AND or OR between two clauses.`;
    case 'parenthesis':
      return 'Parentheses are not part of the search query language. Send several queries instead.';
    case 'field_missing':
      return `${unparsed} A clause begins with a field.`;
    case 'metadata_key_wrong':
      return `${unparsed} After \`metadata\` its key is expected, in brackets and quotes.`;
    case 'field_unknown':
      return `Field \`${cut(problem.field)}\` is an unsupported search field for resource \`${resourceOf(kind)}\`. The supported fields are ${fieldNames(kind).join(', ')}.`;
    case 'operator_missing':
      return `${unparsed} After the field \`${cut(problem.field)}\` an operator is expected, such as \`:\`.`;
    case 'operator_wrong':
      return `Operator \`${problem.operator}\` is not supported for field \`${cut(problem.field)}\`, which is of the type ${problem.type === 'flag' ? 'token' : problem.type}. It takes ${operators[problem.type]}.`;
    case 'value_missing':
      return `${unparsed} After the operator of \`${cut(problem.field)}\` a value is expected.`;
    case 'null_compared':
      return `null can only be asked for with \`:\`, as in \`${cut(problem.field)}:null\`.`;
    case 'part_too_short':
      return `The value of \`~\` must have at least ${partLengthMin} characters. Give more of what \`${cut(problem.field)}\` contains.`;
    case 'flag_wrong':
      return `Field \`${cut(problem.field)}\` takes only "true" and "false".`;
    case 'number_wrong':
      return `Field \`${cut(problem.field)}\` takes a whole number of at most 15 digits.`;
    case 'quotes_missing':
      return `${unparsed} Put quotation marks around the value ${cut(problem.value)}.`;
    case 'quotes_open':
      return `${unparsed} The quotation mark is never closed. Inside quotes, write \\" for a quotation mark.`;
  }
}

const cut = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
