import { randomBytes, randomInt } from 'node:crypto';

const CUSTOMERS = ['Northwind Labs', 'Contoso', 'Fabrikam Robotics', 'Blue Yonder Optics', 'Tailspin Games', 'Wingtip Studios', 'Litware', 'Proseware'];
const PRODUCTS = ['Elevate Desktop', 'Elevate Server', 'Trace Analyser', 'Trace Cloud', 'Gridline CAD', 'Gridline Viewer'];
const PEOPLE = ['Dana Ortiz', 'Priya Raman', 'Jonas Lind', 'Mei Tanaka', 'Samir Haddad'];
const DEVICES = [['Build box 2', 'build-02', 'linux-x64'], ['Design station', 'cad-17', 'windows-x64'], ['Field laptop', 'fl-113', 'macos-arm64'], ['Render node', 'rn-08', 'linux-arm64']];
const KEY_LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

const ID = /^(lic|cust|prod|act|ctr|tel|usr|key|gen)_[A-Za-z0-9_-]+$/;
const LICENCE_KEY = /^([A-Z0-9]{4}-){3}[A-Z0-9]{4}$/;
const MASKED_KEY = /^[A-Z0-9]{4}-\*{4}-\*{4}-[A-Z0-9]{4}$/;
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

const pick = (list) => list[randomInt(list.length)];
const slug = (name) => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

/** Ids in the form of the catalogue: prefix and 22 characters. */
const newId = (prefix) => `${prefix}_${randomBytes(16).toString('base64url')}`;
const fixedIds = (prefix, names) => new Map(names.map((name) => [name, newId(prefix)]));
const customerIds = fixedIds('cust', CUSTOMERS);
const productIds = fixedIds('prod', PRODUCTS);

/**
 * Another payload of the same shape as an example of the catalogue: other licence, customer, product and device, and times
 * moved to now, all of them consistent within the payload. It fits the schema that the example fits.
 * @returns {{ payload: object, resourceId: string }}
 */
export function varyPayload(code, example, now = new Date()) {
  const scene = makeScene(now, now.getTime() - momentOf(example));
  const payload = vary(example, '', scene);
  return { payload, resourceId: resourceOf(code, payload) };
}

function makeScene(now, shiftMs) {
  const customer = pick(CUSTOMERS);
  const product = pick(PRODUCTS);
  const key = Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => pick(KEY_LETTERS)).join('')).join('-');
  return {
    shiftMs,
    customer,
    product,
    key,
    maskedKey: `${key.slice(0, 4)}-****-****-${key.slice(-4)}`,
    ids: new Map([['cust', customerIds.get(customer)], ['prod', productIds.get(product)]]),
    person: pick(PEOPLE),
    texts: textsOf({ customer, product, device: pick(DEVICES), now }),
  };
}

/** Other values by the name of the member. */
function textsOf({ customer, product, device: [deviceName, hostname, platform], now }) {
  const hardwareId = randomBytes(6).toString('hex').replaceAll(/(..)(?=.)/g, '$1:');
  const version = `5.${randomInt(4)}.${randomInt(10)}`;
  return {
    email: `licences@${slug(customer)}.example`,
    code: slug(product),
    reference: `CT-${now.getFullYear()}-${randomInt(100, 999)}`,
    orderId: `SO-${randomInt(10_000, 99_999)}`,
    orderReference: `SO-${randomInt(10_000, 99_999)}`,
    batchId: `batch_${randomInt(1_000, 9_999)}`,
    deviceName,
    platform,
    hostname: `${hostname}.${slug(customer)}.example`,
    ipAddress: `203.0.113.${randomInt(1, 255)}`,
    identifier: hardwareId,
    activationIdentifier: hardwareId,
    userIdentifier: randomBytes(3).toString('hex'),
    appVersion: version,
    productVersion: version,
  };
}

function vary(value, name, scene) {
  if (Array.isArray(value)) return value.map((item) => vary(item, name, scene));
  if (value !== null && typeof value === 'object') return varyObject(value, scene);
  if (typeof value === 'string') return varyText(value, name, scene);
  return name === 'data' ? randomInt(1, 500) : value;
}

function varyObject(object, scene) {
  const varied = Object.fromEntries(Object.entries(object).map(([name, value]) => [name, name === 'flags' ? value : vary(value, name, scene)]));
  const own = nameOf(object.id, scene);
  return own !== null && typeof object.name === 'string' ? { ...varied, name: own } : varied;
}

/** The name that belongs to an id, so that customers, products and people keep theirs. */
function nameOf(id, { customer, product, person }) {
  switch (ID.exec(id ?? '')?.[1]) {
    case 'cust': return customer;
    case 'prod': return product;
    case 'ctr': return `${customer} reseller`;
    case 'usr': return person;
    default: return null;
  }
}

function varyText(text, name, scene) {
  const prefix = ID.exec(text)?.[1];
  if (prefix !== undefined) return idOf(prefix, scene);
  if (LICENCE_KEY.test(text)) return scene.key;
  if (MASKED_KEY.test(text)) return scene.maskedKey;
  if (DATE_TIME.test(text)) return new Date(Date.parse(text) + scene.shiftMs).toISOString().replace(/\.\d+Z$/, 'Z');
  return scene.texts[name] ?? text;
}

function idOf(prefix, { ids }) {
  if (!ids.has(prefix)) ids.set(prefix, newId(prefix));
  return ids.get(prefix);
}

/** When the event of an example happened: its own time at the top, or the newest of the resource's past. */
function momentOf(example) {
  const own = Object.entries(example).find(([name, value]) => name !== 'gracePeriodEndsAt' && DATE_TIME.test(value));
  const [resource] = Object.values(example);
  const text = own?.[1] ?? resource.receivedAt ?? resource.updatedAt ?? resource.activatedAt;
  return Date.parse(text);
}

function resourceOf(code, payload) {
  const group = code.split('.')[0];
  const resource = payload[group] ?? payload.record;
  return resource?.id ?? payload.attempt?.licenseId ?? payload.attempt?.productId ?? 'unknown';
}
