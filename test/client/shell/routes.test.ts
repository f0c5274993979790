import { describe, expect, it } from 'vitest';
import { paths } from '../../../client/paths.ts';
import { router } from '../../../client/router.ts';
import { GO_SHORTCUTS } from '../../../client/shell/go-shortcuts.ts';
import { MENU, menuEntryOf } from '../../../client/shell/menu.ts';

const menu = MENU.flatMap((group) => group.entries).map(({ to }) => to);

/** Every page of the console that stands by itself. */
const PAGES = [
  paths.overview, paths.webhooks, paths.deliveries, paths.live, paths.events, paths.catalogue, paths.operations, paths.webhookSettings, paths.apiCredentials, paths.members, paths.auditLog,
  paths.apiDocs, paths.automation,
];

describe('the pages', () => {
  it('are all in the menu, which the palette shows as well', () => {
    expect([...menu].sort()).toEqual([...PAGES].sort());
  });

  it.each([...PAGES, paths.webhookNew, paths.webhook('wh_1'), paths.webhookEdit('wh_1'), paths.delivery('dlv_1'), paths.event('evt_1'), paths.eventType('license.created'), paths.operation('op_1')])(
    'include %s, with a name', (path) => {
      const { matched, meta } = router.resolve(path);
      expect(matched).toHaveLength(1);
      expect(meta.title).not.toBe(router.resolve('/no-such-page').meta.title);
    },
  );

  it.each(GO_SHORTCUTS)('have a key that leads to $to', ({ to }) => {
    expect(menuEntryOf(to)?.to).toBe(to);
  });

  it.each([['/', paths.overview], ['/webhooks/logs', paths.deliveries], ['/account/webhooks', paths.webhooks]])('answer to the older name %s', (from, to) => {
    expect(router.getRoutes().find(({ path }) => path === from)?.redirect).toBe(to);
  });
});
