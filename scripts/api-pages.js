/*
 * The pages of docs/api: made from the schema and schema/examples, compared by a test. Plain functions over a GraphQLSchema whose fields
 * carry their access rules; no input or output, so that script and test make the very same text.
 */
import { getNamedType, isEnumType, isInputObjectType, isObjectType, isUnionType } from 'graphql';

/** Domains in the order of the index; each takes the operations whose name fits first. */
const DOMAINS = [
  ['session', 'Session and accounts', /^(viewer|service|signIn|signOut|setupComplete|account|session|reauth|twoFactor|totp|password|node|nodes|environments)/i],
  ['team', 'Members, audit log and credentials', /^(member|invitation|auditLog|apiKey|signingKey)/],
  ['settings', 'Settings and retry policies', /^(webhookSettings|retrySchedule)/],
  ['catalogue', 'Event catalogue', /^(eventType)/],
  ['events', 'Events', /^(event|webhookEvent)/],
  ['operations', 'Bulk operations and exports', /^(bulk|deliveriesReplay|deliveriesCancel|.*Export)/],
  ['deliveries', 'Deliveries and attempts', /^(deliver)/],
  ['webhooks', 'Webhooks', /^(webhook|contentFilter)/],
];

const KINDS = [['Query', 'query'], ['Mutation', 'mutation'], ['Subscription', 'subscription']];

/** Markdown by file name. `examples` maps `Query.webhooks` to `{ source, variables }`; `accessOf` tells the rule of a field. */
export function apiPages({ schema, examples, accessOf }) {
  const operations = operationsOf(schema);
  const pages = DOMAINS.map(([key, title]) => ({ key, title, operations: operations.filter(({ name }) => domainOf(name) === key) }));
  const files = Object.fromEntries(pages.map((page) => [`${page.key}.md`, pageText(page, { schema, examples, accessOf })]));
  return { 'README.md': indexText(pages), ...files };
}

function operationsOf(schema) {
  const roots = { Query: schema.getQueryType(), Mutation: schema.getMutationType(), Subscription: schema.getSubscriptionType() };
  return KINDS.flatMap(([kind]) => Object.values(roots[kind]?.getFields() ?? {})
    .map((field) => ({ kind, name: field.name, field }))
    .sort((a, b) => (a.name < b.name ? -1 : 1)));
}

function domainOf(name) {
  const found = DOMAINS.find(([, , pattern]) => pattern.test(name));
  if (!found) throw new Error(`No page of docs/api is for "${name}": add it to DOMAINS in scripts/api-pages.js.`);
  return found[0];
}

function indexText(pages) {
  const rows = pages.map(({ key, title, operations }) => `| [${title}](${key}.md) | ${operations.map(({ name }) => `\`${name}\``).join(', ')} |`);
  return [
    '# The GraphQL API', '',
    'Made from the schema by `npm run docs`; a test compares. Every example is run by another test, from `schema/examples/`.', '',
    'One address, `/graphql`: queries and mutations by `POST`, subscriptions by the protocol graphql-transport-ws. Programs send `Authorization: Bearer <API key>`, in `connection_init` as `{"authorization": "Bearer <API key>"}`.',
    'The schema is at `/schema.graphql`, without a sign-in. [Typed clients](typed-clients.md) shows how to get types from it, [access](../access.md) who may do what, [delivery](../delivery.md) what receivers can rely on.', '',
    '| page | operations |', '|---|---|', ...rows, '',
    '## Errors', '',
    'A mutation that refuses its input gives `userErrors`, all problems at once: `code` for programs, `message` for people, `path` into the input. Everything else is in `errors`, with `extensions.code`:', '',
    '| code | meaning |', '|---|---|',
    '| `UNAUTHENTICATED` | no sign-in and no valid API key |',
    '| `FORBIDDEN` | the role or the scopes do not allow it; the message names what is missing |',
    '| `BAD_USER_INPUT`, `GRAPHQL_VALIDATION_FAILED`, `GRAPHQL_PARSE_FAILED` | the operation or its variables are wrong |',
    '| `THROTTLED` | too many attempts; `extensions.retryAfterSeconds` says how long to wait |',
    '| `INTERNAL_SERVER_ERROR` | our fault; `extensions.requestId` finds it in the log |', '',
  ].join('\n');
}

function pageText({ title, operations }, facts) {
  const parts = KINDS.flatMap(([kind]) => operations.filter((each) => each.kind === kind).map((each) => operationText(each, facts)));
  return `# ${title}\n\nMade from the schema, see [the index](README.md).\n\n${parts.join('\n')}`;
}

function operationText({ kind, name, field }, { schema, examples, accessOf }) {
  const example = examples[`${kind}.${name}`];
  return [
    `## ${KINDS.find(([each]) => each === kind)[1]} \`${name}\``, '', oneLine(field.description), '',
    `Who: ${accessText(accessOf(field))}`, '',
    ...argumentLines(field, schema),
    `Gives \`${field.type}\`${typeNote(field.type)}`, '',
    ...(example ? ['```graphql', example.source.trim(), '```', ''] : []),
    ...(example && Object.keys(example.variables).length > 0 ? ['```json', JSON.stringify(example.variables, null, 2), '```', ''] : []),
  ].join('\n');
}

function accessText(access) {
  if (!access) return 'nobody has decided.';
  if ('because' in access) return `everybody, also without a sign-in: ${access.because}.`;
  const members = access.role ? `members with the role ${access.role} or higher` : 'members of any role';
  if (access.scope) return `${members}; API keys with the scope ${access.scope}.`;
  return access.role ? `${members}; no API keys.` : `${members} and API keys.`;
}

/** Arguments; of an input, what is in it. */
function argumentLines({ args }) {
  const rows = args.flatMap((arg) => {
    const named = getNamedType(arg.type);
    if (!isInputObjectType(named) || arg.name !== 'input') return [row(arg.name, arg)];
    return Object.values(named.getFields()).map((member) => row(`input.${member.name}`, member));
  });
  return rows.length > 0 ? ['| argument | type | |', '|---|---|---|', ...rows, ''] : [];
}

const row = (name, { type, defaultValue, description }) =>
  `| \`${name}\` | \`${type}\` | ${oneLine(description).replaceAll('|', '\\|')}${defaultValue === undefined ? '' : ` Default: \`${JSON.stringify(defaultValue)}\`.`} |`;

function typeNote(type) {
  const named = getNamedType(type);
  if (isEnumType(named)) return `: ${named.getValues().map(({ name }) => `\`${name}\``).join(', ')}.`;
  if (isUnionType(named)) return `: ${named.getTypes().map(({ name }) => `\`${name}\``).join(', ')}.`;
  if (!isObjectType(named)) return '.';
  return `: ${Object.values(named.getFields()).map(({ name, type: fieldType }) => `\`${name}: ${fieldType}\``).join(', ')}.`;
}

const oneLine = (text) => (text ?? '').replace(/\s+/g, ' ').trim();
