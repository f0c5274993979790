import type { LocationQuery, LocationQueryRaw, LocationQueryValue } from 'vue-router';

/** Value of `?form=` that opens the form of a new webhook over the list; any other is the id of the webhook to edit. */
export const NEW_WEBHOOK = 'new';

const textOf = (value: LocationQueryValue | LocationQueryValue[] | undefined) => (typeof value === 'string' && value !== '' ? value : null);

/** The form that an address opens over the list: `?form=new`, `?form=new&from=<id>` for a copy, `?form=<id>`. */
export const formOf = ({ form, from }: LocationQuery) => ({ form: textOf(form), from: textOf(from) });

export const withoutForm = ({ form: _, from: __, ...query }: LocationQuery): LocationQuery => query;

export const withForm = (query: LocationQuery, form: string, from?: string): LocationQueryRaw => ({ ...withoutForm(query), form, ...(from && { from }) });
