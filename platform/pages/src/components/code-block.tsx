// Lines of a program. What is too wide scrolls inside its frame, which can be reached by keyboard.

export type CodeBlockProps = {
  /** What it is, for who reads and for who hears. */
  readonly title: string;
  readonly text: string;
};

export function CodeBlock({ title, text }: CodeBlockProps) {
  return (
    <figure className="code">
      <figcaption>{title}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
    </figure>
  );
}
