// A body of multipart/form-data as plain fields, its one file as an Upload.

import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { readForm } from '@kassa/http';
import { err, ok, type Result } from '@kassa/result';
import { fileMaxBytes } from './kinds.ts';
import { Upload } from './upload.ts';

const limits = { files: 1, fields: 50, fieldSize: 10_000, fieldNameSize: 200, parts: 60 };

export function readMultipart(
  body: Buffer,
  contentType: string,
): Promise<Result<Readonly<Record<string, unknown>>, string>> {
  return new Promise((resolve) => {
    const fields: string[] = [];
    const files: Record<string, Upload> = {};
    const fail = (why: string) => resolve(err(why));
    let parser: BusboyInstance;
    try {
      const headers = { 'content-type': contentType };
      parser = new Busboy({ headers, limits: { ...limits, fileSize: fileMaxBytes } });
    } catch {
      return fail('The multipart body has no boundary.');
    }
    parser.on('field', (name, value) => {
      fields.push(`${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
    });
    parser.on('file', (name, stream, filename, _encoding, type) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('limit', () => fail(`The file is larger than ${fileMaxBytes} bytes.`));
      stream.on('end', () => {
        const bytes = Buffer.concat(chunks);
        files[name] = new Upload({ filename: filename ?? 'file', contentType: type, bytes });
      });
    });
    for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const) {
      parser.on(limit, () => fail('There are too many parts in the multipart body.'));
    }
    parser.on('error', () => fail('The multipart body is not well formed.'));
    parser.on('finish', () => {
      const read = readForm(fields.join('&'), { depth: 4, parameters: limits.fields });
      resolve(ok({ ...(typeof read === 'object' ? read : {}), ...files }));
    });
    parser.end(body);
  });
}
