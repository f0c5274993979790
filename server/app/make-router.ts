import { printSchema, type GraphQLSchema } from 'graphql';
import type { Doors } from '../auth/doors.ts';
import type { CommandDeps } from '../commands/deps.ts';
import { EXPORTS_PATH } from '../domain/attempt-export.ts';
import { WELL_KNOWN } from '../domain/signing/key-set-path.ts';
import { BRAND_LOGO_PATH, brandConfig, brandLogo } from '../http/brand.ts';
import { CONSOLE_START, serveConsole } from '../http/console.ts';
import { downloads } from '../http/downloads.ts';
import { EVENT_DOCS_PATH, eventDocs } from '../http/event-docs.ts';
import type { EventStreams } from '../http/event-streams.ts';
import { redirect, sendText } from '../http/exchange.ts';
import type { GraphqlEndpoint } from '../http/graphql-endpoint.ts';
import { healthz, readyz } from '../http/health.ts';
import { Router } from '../http/router.ts';
import { keySets } from '../http/well-known.ts';
import type { Base } from './base.ts';

interface RouterParts { deps: CommandDeps; doors: Doors; endpoint: GraphqlEndpoint; streams: EventStreams; schema: GraphQLSchema; clientDirectory: string; isStopping: () => boolean }

/** Which address is answered by what. */
export function makeRouter({ config, store, clock, metrics, neighbours }: Base, { deps, doors, endpoint, streams, schema, clientDirectory, isStopping }: RouterParts): Router {
  const sdl = printSchema(schema);
  const router = new Router()
    .at('/graphql', (exchange) => endpoint.handle(exchange), ['GET', 'POST'])
    .at('/graphql/stream', (exchange) => streams.handle(exchange), ['GET', 'POST'])
    .at('/schema.graphql', (exchange) => sendText(exchange, sdl))
    .at('/healthz', healthz)
    .at('/readyz', readyz({ store, isStopping, redis: () => neighbours.redis }))
    .at('/metrics', async (exchange) => sendText(exchange, await metrics.text(), { headers: { 'content-type': metrics.contentType } }))
    .under(EXPORTS_PATH, downloads({ deps, doors }))
    .under(WELL_KNOWN, keySets({ store, clock }))
    .under(EVENT_DOCS_PATH, eventDocs())
    .at('/', (exchange) => redirect(exchange, CONSOLE_START))
    .at('/admin', (exchange) => redirect(exchange, CONSOLE_START))
    .at('/admin/config.json', brandConfig(config.brand))
    .under('/admin/', serveConsole(clientDirectory));
  return config.brand.logoFile === null ? router : router.at(BRAND_LOGO_PATH, brandLogo(config.brand.logoFile));
}
