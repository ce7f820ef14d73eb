import type { Problem } from '@kassa/http';
import { ButtonLink, Empty } from '@kassa/pages';
import { lobbyPage } from './frame.tsx';

export function problemPage(problem: Problem): string {
  const isMissing = problem.status === 404;
  const title = isMissing ? 'There is no such page' : 'That did not work';
  return lobbyPage({
    title,
    body: (
      <Empty
        icon={isMissing ? 'search' : 'warning'}
        title={title}
        level={1}
        actions={<ButtonLink href="/">To the lobby</ButtonLink>}
      >
        <p>{problem.message}</p>
        <p className="small">Request {problem.requestId}</p>
      </Empty>
    ),
  });
}
