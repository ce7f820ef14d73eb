// The way through a list that is longer than a page: on, and back to its beginning.

import { ButtonLink, Row } from '@kassa/pages';

export type Paging = {
  readonly path: string;
  /** The query of the next page; undefined on the last. */
  readonly next: string | undefined;
  readonly isFirst: boolean;
  readonly words: { readonly first: string; readonly next: string };
};

export function Pager({ path, next, isFirst, words }: Paging) {
  if (isFirst && next === undefined) return null;
  return (
    <Row>
      {!isFirst && (
        <ButtonLink look="plain" size="s" href={path}>
          {words.first}
        </ButtonLink>
      )}
      {next !== undefined && (
        <ButtonLink look="plain" size="s" href={`${path}?${next}`}>
          {words.next}
        </ButtonLink>
      )}
    </Row>
  );
}
