import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';
import { keepEnvironment } from '../../client/composables/useEnvironment.ts';
import { environmentOfSlug } from '../../client/lib/environments.ts';

const page = { render: () => null };

function makeRouter() {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/webhooks', component: page, meta: { title: 'Webhooks' } },
      { path: '/webhook-deliveries', component: page, meta: { title: 'Deliveries' } },
      { path: '/sign-in', component: page, meta: { title: 'Sign in', isPublic: true } },
    ],
  });
  router.beforeEach(keepEnvironment);
  return router;
}

beforeEach(() => localStorage.clear());

describe('environment in the address', () => {
  it('follows from page to page', async () => {
    const router = makeRouter();
    await router.push('/webhooks?env=production');
    await router.push('/webhook-deliveries');
    expect(router.currentRoute.value.fullPath).toBe('/webhook-deliveries?env=production');
  });

  it('comes back on the next visit', async () => {
    localStorage.setItem('keybell-environment', 'staging');
    const router = makeRouter();
    await router.push('/webhooks');
    expect(router.currentRoute.value.query.env).toBe('staging');
  });

  it('of a shared link is obeyed over the remembered one', async () => {
    localStorage.setItem('keybell-environment', 'staging');
    const router = makeRouter();
    await router.push('/webhooks?env=production');
    expect(router.currentRoute.value.query.env).toBe('production');
  });

  it('stays when a page is opened anew from the menu', async () => {
    const router = makeRouter();
    await router.push('/webhooks?q=crm&env=production');
    await router.push('/webhooks');
    expect(router.currentRoute.value.fullPath).toBe('/webhooks?env=production');
  });

  it('can be left for all environments, also on a browser that remembers one', async () => {
    localStorage.setItem('keybell-environment', 'production');
    const router = makeRouter();
    await router.push('/webhooks?env=all');
    await router.push('/webhook-deliveries');
    expect(environmentOfSlug(router.currentRoute.value.query.env)).toBeNull();
  });

  it('stays out of the sign-in page', async () => {
    localStorage.setItem('keybell-environment', 'staging');
    const router = makeRouter();
    await router.push('/sign-in');
    expect(router.currentRoute.value.query).toEqual({});
  });

  it('means all environments when its name is unknown', () => {
    expect(environmentOfSlug('moon')).toBeNull();
  });
});
