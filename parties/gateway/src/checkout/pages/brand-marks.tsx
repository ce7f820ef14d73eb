// Small marks of the card brands, drawn for this page, and where the CVC stands on a card. All are
// decoration: the words for them stand beside them for those who do not see.

import type { ReactNode } from 'react';
import { type BrandId, cardBrands } from './brands.ts';

/** Every brand is there; the island shows the one that it recognises, at first those accepted. */
export function BrandMarks(props: { accepted: readonly BrandId[] }) {
  return (
    <span className="marks">
      {cardBrands.map(({ id }) => (
        <span
          key={id}
          className="mark"
          data-brand={id}
          data-accepted={props.accepted.includes(id) ? '' : undefined}
          hidden={!props.accepted.includes(id)}
        >
          <svg viewBox="0 0 36 24" aria-hidden="true">
            {marks[id]}
          </svg>
        </span>
      ))}
    </span>
  );
}

const word = (text: string, fill: string, size: number, slant = false) => (
  <text
    x="18"
    y={12 + size * 0.36}
    fill={fill}
    fontSize={size}
    fontWeight="800"
    fontStyle={slant ? 'italic' : undefined}
    fontFamily="Arial,Helvetica,sans-serif"
    textAnchor="middle"
    textLength={text.length > 6 ? 31 : undefined}
    lengthAdjust="spacingAndGlyphs"
  >
    {text}
  </text>
);

const ground = (fill: string) => <rect width="36" height="24" fill={fill} />;

const twoRings = (left: string, both: string, right: string) => (
  <>
    <circle cx="13.8" cy="12" r="7" fill={left} />
    <circle cx="22.2" cy="12" r="7" fill={right} />
    <path d="M18 6.4a7 7 0 0 1 0 11.2 7 7 0 0 1 0-11.2Z" fill={both} />
  </>
);

const marks: Readonly<Record<BrandId, ReactNode>> = {
  visa: word('VISA', '#1434cb', 12, true),
  mastercard: twoRings('#eb001b', '#ff5f00', '#f79e1b'),
  amex: (
    <>
      {ground('#016fd0')}
      {word('AMEX', '#fff', 10)}
    </>
  ),
  maestro: twoRings('#eb001b', '#7375cf', '#00a2e5'),
  diners: (
    <>
      <circle cx="18" cy="12" r="8.5" fill="#0079be" />
      <path
        d="M18 5.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm-2 2.4v8.2a4.6 4.6 0 0 1 0-8.2Zm4 8.2V7.9a4.6 4.6 0 0 1 0 8.2Z"
        fill="#fff"
      />
    </>
  ),
  discover: (
    <>
      <path d="M36 12v12H8c12-2 22-6 28-12Z" fill="#f68121" />
      {word('DISCOVER', '#1d1d1b', 6.5)}
    </>
  ),
  jcb: (
    <>
      <path d="M10 4h5v12a4 4 0 0 1-4 4h-1Z" fill="#0e4c96" />
      <path d="M15.7 4h5v16h-5Z" fill="#d0112b" />
      <path d="M21.4 4h4.9v12a4 4 0 0 1-4 4h-.9Z" fill="#00873f" />
    </>
  ),
  unionpay: (
    <>
      <path d="M9.5 4h7l-3.2 16h-7Z" fill="#e21836" />
      <path d="M16.5 4h7l-3.2 16h-7Z" fill="#00447c" />
      <path d="M23.5 4h7l-3.2 16h-7Z" fill="#007b84" />
    </>
  ),
};

/** The two sides of a card; the island shows the side that carries this brand's code. */
export function CvcPlaces() {
  return (
    <span className="marks">
      <span data-cvc="3">
        <svg className="cvc-card" viewBox="0 0 36 24" aria-hidden="true">
          <path d="M0 5h36v4.5H0Z" className="cvc-stripe" />
          <path d="M4 13.5h17v4H4Z" className="cvc-strip" />
          <rect x="22.5" y="12" width="10" height="7" rx="3.5" className="cvc-ring" />
        </svg>
      </span>
      <span data-cvc="4" hidden>
        <svg className="cvc-card" viewBox="0 0 36 24" aria-hidden="true">
          <path d="M4 15.5h17v2.5H4Z" className="cvc-strip" />
          <rect x="4" y="5" width="7" height="5.5" rx="1" className="cvc-stripe" />
          <rect x="22" y="5.5" width="11" height="7" rx="3.5" className="cvc-ring" />
        </svg>
      </span>
    </span>
  );
}
