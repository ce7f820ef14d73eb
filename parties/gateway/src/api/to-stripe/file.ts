import type { FileLink, StoredFile } from '../../files/store.ts';
import { type Resource, seconds, secondsOrNull } from './shape.ts';

type Shown = Resource & { readonly id: string };
type Around = { readonly publicUrl: string; readonly nowMs: number };

export function fileToStripe(
  file: StoredFile,
  { links, publicUrl, nowMs }: Around & { readonly links: readonly FileLink[] },
): Shown {
  const url = `/v1/file_links?file=${file.id}`;
  const data = links.slice(0, 10).map((link) => fileLinkToStripe(link, { publicUrl, nowMs }));
  return {
    id: file.id,
    object: 'file',
    created: seconds(file.createdAtMs),
    expires_at: null,
    filename: file.filename,
    links: { object: 'list', data, has_more: links.length > 10, url },
    purpose: file.purpose,
    size: file.size,
    title: null,
    type: file.contentType.split('/')[1]?.replace('jpeg', 'jpg') ?? null,
    url: `${publicUrl}/v1/files/${file.id}/contents`,
  };
}

export function fileLinkToStripe(link: FileLink, { publicUrl, nowMs }: Around): Shown {
  const isExpired = link.expiresAtMs !== null && link.expiresAtMs <= nowMs;
  return {
    id: link.id,
    object: 'file_link',
    created: seconds(link.createdAtMs),
    expired: isExpired,
    expires_at: secondsOrNull(link.expiresAtMs),
    file: link.fileId,
    livemode: false,
    metadata: link.metadata,
    url: isExpired ? null : `${publicUrl}/files/links/${link.token}`,
  };
}
