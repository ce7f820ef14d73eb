// The page a person sees when something is wrong and the party has no page of its own for it.

import type { Problem } from './problem.ts';

export function plainErrorPage(problem: Problem): string {
  const title = problem.status === 404 ? 'Not found' : 'That did not work';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${escapeHtml(problem.message)}</p>
<p><a href="/">To the start</a></p>
<p><small>Request ${escapeHtml(problem.requestId)}</small></p>
</main>
</body>
</html>
`;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
