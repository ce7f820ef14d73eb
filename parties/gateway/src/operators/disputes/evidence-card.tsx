// What the shop shows: its texts and files, when it handed them in, and what of it was there from the
// start because we knew it. A card number that somebody wrote into a text is masked.

import { Card, Facts, When } from '@kassa/pages';
import { maskPansIn } from '@kassa/secret';
import { evidenceFields, fileFields } from '../../disputes/evidence.ts';
import type { Case } from './case.ts';
import { handedIn } from './case-moments.ts';

const files: ReadonlySet<string> = new Set(fileFields);

export function EvidenceCard({ found }: { readonly found: Case }) {
  const { dispute, steps } = found;
  const given = evidenceFields.filter((name) => dispute.evidence[name] !== undefined);
  const first = steps[0]?.evidence ?? {};
  return (
    <Card title="What the shop shows">
      <Facts
        facts={[
          ...handedIn(steps).map(({ atMs }) => ({
            term: 'Handed in',
            value: <When at={atMs} />,
          })),
          dispute.submissions === 0 && { term: 'Handed in', value: 'nothing yet' },
          ...given.map((name) => ({
            term: name.replaceAll('_', ' '),
            value: (
              <span className="evidence">
                {files.has(name)
                  ? fileText(found, dispute.evidence[name] ?? '')
                  : maskPansIn(dispute.evidence[name] ?? '')}
                {first[name] === dispute.evidence[name] && (
                  <span className="soft small"> (filled in by Kassa)</span>
                )}
              </span>
            ),
          })),
        ]}
      />
    </Card>
  );
}

function fileText({ files: stored }: Case, id: string): string {
  const file = stored.find((one) => one.id === id);
  return file === undefined ? id : `${file.filename}, ${file.contentType}, ${file.size} bytes`;
}
