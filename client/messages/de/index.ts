import accounts from './accounts.json';
import apiCredentials from './apiCredentials.json';
import apiDocs from './apiDocs.json';
import auditLog from './auditLog.json';
import automation from './automation.json';
import catalogue from './catalogue.json';
import charts from './charts.json';
import common from './common.json';
import deliveries from './deliveries.json';
import deliveryDetail from './deliveryDetail.json';
import errors from './errors.json';
import events from './events.json';
import live from './live.json';
import members from './members.json';
import operations from './operations.json';
import overview from './overview.json';
import security from './security.json';
import session from './session.json';
import settings from './settings.json';
import shell from './shell.json';
import signatureChecker from './signatureChecker.json';
import status from './status.json';
import timeRange from './timeRange.json';
import webhookDetail from './webhookDetail.json';
import webhookForm from './webhookForm.json';
import webhooks from './webhooks.json';

export default {
  accounts,
  apiCredentials,
  apiDocs,
  auditLog,
  automation,
  catalogue,
  charts,
  common,
  deliveries,
  deliveryDetail,
  errors,
  events,
  live,
  members,
  operations,
  overview,
  security,
  session,
  settings,
  shell,
  signatureChecker,
  status,
  timeRange,
  webhookDetail,
  webhookForm,
  webhooks,
};
