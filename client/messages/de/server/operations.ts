/** Deliveries, one or many at once: what cannot be done with them, and what operations report. */
export default {
  'There is no such delivery.': 'Diese Zustellung gibt es nicht.',
  'There is no such delivery. Finished ones are removed when they are past their retention.':
    'Diese Zustellung gibt es nicht. Beendete werden entfernt, wenn ihre Aufbewahrungsfrist abgelaufen ist.',
  'The delivery has ended already: it is {status}.': 'Die Zustellung ist schon beendet: Ihr Status ist {status}.',
  'An attempt of this delivery is running, and cannot be taken back. Wait for its result.':
    'Ein Versuch dieser Zustellung läuft und lässt sich nicht zurücknehmen. Warten Sie auf sein Ergebnis.',
  'An attempt of this delivery is running. Wait for its result.': 'Ein Versuch dieser Zustellung läuft. Warten Sie auf sein Ergebnis.',
  'An attempt of this delivery was asked for already and starts in a moment.': 'Ein Versuch dieser Zustellung ist schon angefordert und beginnt gleich.',
  'The webhook of this delivery was deleted.': 'Der Webhook dieser Zustellung wurde gelöscht.',
  'The webhook has moved to another environment since.': 'Der Webhook gehört inzwischen zu einer anderen Umgebung.',
  'The body of this event is past its retention, so there is nothing left to send. Publish a new event.':
    'Die Aufbewahrungsfrist des Inhalts dieses Ereignisses ist abgelaufen; es gibt nichts mehr zu senden. Veröffentlichen Sie ein neues Ereignis.',

  'An export changes nothing and needs no estimate: begin it with deliveryAttemptsExport.':
    'Ein Export ändert nichts und braucht keine Schätzung: Beginnen Sie ihn mit deliveryAttemptsExport.',
  '{count:number} succeeded already.': '{count:number} waren schon erfolgreich.',
  '{count:number} still wait or run.': '{count:number} warten oder laufen noch.',
  '{count:number} were cancelled.': '{count:number} wurden abgebrochen.',
  'They are left out unless onlyUnsuccessful is false.': 'Sie werden ausgelassen, außer wenn onlyUnsuccessful falsch ist.',
  'They are left out unless onlyUnsuccessful is false; their receivers may then get them twice.':
    'Sie werden ausgelassen, außer wenn onlyUnsuccessful falsch ist; dann bekommen ihre Empfänger sie vielleicht zweimal.',
  '; their receivers may then get them twice.': '; ihre Empfänger bekommen sie dann vielleicht zweimal.',
  '{count:number} belong to a webhook that was deleted.': '{count:number} gehören zu einem gelöschten Webhook.',
  'They are not replayed, unless to another webhook.': 'Sie werden nicht erneut zugestellt, außer an einen anderen Webhook.',
  '{count:number} belong to an inactive webhook.': '{count:number} gehören zu einem inaktiven Webhook.',
  'They are not replayed until you switch it on, unless to another webhook.': 'Sie werden nicht erneut zugestellt, bis Sie ihn einschalten, außer an einen anderen Webhook.',
  '{count:number} cannot be replayed: their event is past retention.': '{count:number} lassen sich nicht erneut zustellen: Die Aufbewahrungsfrist ihres Ereignisses ist abgelaufen.',
  '{count:number} are being sent right now, which cannot be taken back.': '{count:number} werden gerade gesendet, was sich nicht zurücknehmen lässt.',
  'A filter needs the token of bulkEstimate for the same kind and filter, so that you know what it touches.':
    'Ein Filter braucht das Token von bulkEstimate für dieselbe Art und denselben Filter, damit Sie wissen, was er trifft.',
  'The token is not of an estimate of this kind and scope. Ask bulkEstimate for one.':
    'Das Token stammt nicht von einer Schätzung dieser Art und dieses Umfangs. Fordern Sie von bulkEstimate eines an.',
  'The estimate is too old. Ask bulkEstimate for a new one.': 'Die Schätzung ist zu alt. Lassen Sie neu schätzen.',
  'The estimate was {estimated:number}, and now {count:number} match. Ask bulkEstimate for a new one.': 'Geschätzt waren {estimated:number}, und jetzt passen {count:number}. Lassen Sie neu schätzen.',
  'The estimate was {estimated:number}, and now {count:number} match at least. Ask bulkEstimate for a new one.':
    'Geschätzt waren {estimated:number}, und jetzt passen mindestens {count:number}. Lassen Sie neu schätzen.',
  'This key began another operation. Use a new key for each.': 'Dieser Schlüssel hat einen anderen Vorgang begonnen. Nehmen Sie für jeden einen neuen.',
  '{max:number} operations are open already. Wait until one has ended, or stop one.': 'Es sind schon {max:number} Vorgänge offen. Warten Sie, bis einer endet, oder stoppen Sie einen.',
  'There is no such operation.': 'Diesen Vorgang gibt es nicht.',
  'The operation has ended already: it is {status}.': 'Der Vorgang ist schon beendet: Sein Status ist {status}.',
  'This server met a fault of its own, again and again; its log tells more. What was handled stays handled. Begin another operation for the rest.':
    'Bei diesem Server trat wiederholt ein eigener Fehler auf; mehr steht in seinem Log. Was bearbeitet ist, bleibt bearbeitet. Beginnen Sie für den Rest einen neuen Vorgang.',
  'Give exactly one of {names}.': 'Geben Sie genau eines von {names} an.',
  '{member} names what has failed or was never sent; nothing of it can be cancelled. Use ids or filter.':
    '{member} nennt, was fehlgeschlagen ist oder nie gesendet wurde; davon lässt sich nichts abbrechen. Nehmen Sie ids oder filter.',
  'Name at least one delivery.': 'Nennen Sie mindestens eine Zustellung.',
  'At most {max:number} deliveries can be named; these are {count:number}. Use a filter.': 'Höchstens {max:number} Zustellungen lassen sich nennen; das sind {count:number}. Nehmen Sie einen Filter.',
  'The start must be before the end, and in the past.': 'Der Anfang muss vor dem Ende und in der Vergangenheit liegen.',
  'maxRequestsPerSecond must be between 1 and {max:number}; it is {value:number}.': 'maxRequestsPerSecond muss zwischen 1 und {max:number} liegen; es ist {value:number}.',

  'Not replayed: {reasons:list}.': 'Nicht erneut zugestellt: {reasons:list}.',
  'Not cancelled: {reasons:list}.': 'Nicht abgebrochen: {reasons:list}.',
  'Not exported: {reasons:list}.': 'Nicht exportiert: {reasons:list}.',
  '{count:number} that exist no more': '{count:number}, die es nicht mehr gibt',
  '{count:number} whose event is past retention': '{count:number}, bei denen die Aufbewahrungsfrist des Ereignisses abgelaufen ist',
  '{count:number} that are tests, which are sent anew instead': '{count:number}, die Tests sind (diese werden stattdessen neu gesendet)',
  '{count:number} that have neither failed nor been skipped': '{count:number}, die weder fehlgeschlagen sind noch übersprungen wurden',
  '{count:number} whose webhook was deleted': '{count:number}, deren Webhook gelöscht wurde',
  '{count:number} whose webhook is inactive': '{count:number}, deren Webhook inaktiv ist',
  '{count:number} whose webhook belongs to another environment': '{count:number}, deren Webhook zu einer anderen Umgebung gehört',
  '{count:number} that the content filter of their webhook does not let pass': '{count:number}, die der Inhaltsfilter ihres Webhooks nicht durchlässt',
  '{count:number} that were being sent, which cannot be taken back, or had ended': '{count:number}, die gerade gesendet wurden (was sich nicht zurücknehmen lässt) oder beendet waren',
};
