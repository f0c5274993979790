import { request } from 'undici';

const EXPORT = `mutation BenchExport($input: DeliveryAttemptsExportInput!) { deliveryAttemptsExport(input: $input) { bulkOperation { id } userErrors { message } } }`;
const PROGRESS = `query BenchOperation($id: ID!) { node(id: $id) { ... on BulkOperation { status downloadUrl } } }`;
const LOOK_MS = 200;
/** Memory is looked at this often while the file is read. */
const WEIGH_EVERY_MS = 100;
const MEGABYTE = 1_000_000;

/** Exports all attempts there are and reads the file: how long until it can be read, rows a second, and what the memory of the server grows by meanwhile. */
export async function measureExports(api, server) {
  for (const format of ['CSV', 'JSON_LINES']) {
    const { url, readyMs } = await prepare(api, format);
    const before = server.residentBytes();
    const { lines, bytes, seconds, mostBytes } = await read(url, server);
    const grown = (mostBytes - await before) / MEGABYTE;
    console.log(`lists: export of ${lines.toLocaleString('en-GB')} lines as ${format}: ready after ${(readyMs / 1_000).toFixed(1)} s, ${(bytes / MEGABYTE).toFixed()} MB read in ${seconds.toFixed(1)} s, `
      + `${Math.round(lines / seconds).toLocaleString('en-GB')} lines/s, memory ${(mostBytes / MEGABYTE).toFixed()} MB at most, ${grown.toFixed()} MB more than before`);
  }
}

async function prepare(api, format) {
  const startedAt = performance.now();
  const { deliveryAttemptsExport: { bulkOperation, userErrors } } = await api.graphql(EXPORT, { input: { filter: {}, format } });
  if (!bulkOperation) throw new Error(JSON.stringify(userErrors));
  for (;;) {
    const { node: { status, downloadUrl } } = await api.graphql(PROGRESS, { id: bulkOperation.id });
    if (downloadUrl) return { url: downloadUrl, readyMs: performance.now() - startedAt };
    if (status === 'FAILED' || status === 'CANCELED') throw new Error(`The export is ${status}.`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

async function read(url, server) {
  const startedAt = performance.now();
  const { body, statusCode } = await request(new URL(url, server.baseUrl));
  if (statusCode !== 200) throw new Error(`${statusCode}: ${await body.text()}`);
  let [lines, bytes, mostBytes] = [0, 0, 0];
  const weighing = setInterval(async () => { mostBytes = Math.max(mostBytes, await server.residentBytes()); }, WEIGH_EVERY_MS);
  try {
    for await (const part of body) {
      bytes += part.length;
      for (const byte of part) if (byte === 10) lines++;
    }
  } finally {
    clearInterval(weighing);
  }
  return { lines, bytes, seconds: (performance.now() - startedAt) / 1_000, mostBytes };
}
