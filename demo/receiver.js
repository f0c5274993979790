import { createServer } from 'node:http';

const between = (least, most) => least + Math.random() * (most - least);

/**
 * How each path answers: `status` or a function that draws one, and `waitMs` before it. A wait of null never ends.
 * @type {Record<string, { status: () => number, waitMs: () => number | null }>}
 */
const TEMPERS = {
  '/billing': { status: () => 200, waitMs: () => between(4, 30) },
  '/crm': { status: () => 200, waitMs: () => between(40, 250) },
  '/warehouse': { status: () => 202, waitMs: () => between(600, 1800) },
  '/fraud': { status: () => (Math.random() < 0.3 ? 500 : 200), waitMs: () => between(10, 120) },
  '/support': { status: () => 503, waitMs: () => between(5, 20) },
  '/partner': { status: () => 410, waitMs: () => between(5, 20) },
  '/chat': { status: () => 200, waitMs: () => between(80, 160) },
  '/staging': { status: () => 204, waitMs: () => between(5, 60) },
  '/sandbox': { status: () => 200, waitMs: () => (Math.random() < 0.5 ? null : between(5, 60)) },
};

const BODIES = {
  200: '{"ok":true}',
  202: '{"queued":true}',
  404: '{"error":"no such path"}',
  410: '{"error":"this endpoint was retired"}',
  500: '{"error":"unhandled exception in rule engine"}',
  503: '{"error":"maintenance"}',
};

/**
 * Starts the receiver of the demo on loopback: one path for each temper a real receiver may have. It ends with the process, so that
 * requests in flight are still answered while the server stops.
 * @param {number} preferredPort the same for each run, so that retries of an earlier one find it; another one when it is taken
 * @returns {Promise<(path: string) => string>} makes the URL of a path
 */
export async function startReceiver(preferredPort) {
  const server = createServer(async (request, response) => {
    for await (const chunk of request) void chunk;
    const temper = TEMPERS[request.url] ?? { status: () => 404, waitMs: () => 0 };
    const waitMs = temper.waitMs();
    if (waitMs === null) return;
    setTimeout(() => answer(response, temper.status()), waitMs);
  });
  await listen(server, preferredPort).catch(() => listen(server, 0));
  const { port } = server.address();
  return (path) => `http://127.0.0.1:${port}${path}`;
}

const listen = (server, port) => new Promise((resolve, reject) => {
  server.once('error', reject);
  server.listen(port, '127.0.0.1', resolve);
});

function answer(response, status) {
  response.writeHead(status, { 'content-type': 'application/json', 'x-request-id': crypto.randomUUID() });
  response.end(status === 204 ? undefined : BODIES[status]);
}
