/** What is wrong with a request as a whole: rights, limits, times, and arguments that the console's own pages may send. */
export default {
  'The authorization must be of the form "Bearer <API key>".': 'Die Autorisierung muss die Form „Bearer <API-Schlüssel>“ haben.',
  'The API key is unknown, revoked or expired.': 'Der API-Schlüssel ist unbekannt, widerrufen oder abgelaufen.',
  'Sign in, or send an API key as "Authorization: Bearer <key>".': 'Melden Sie sich an, oder senden Sie einen API-Schlüssel als „Authorization: Bearer <Schlüssel>“.',
  'Sign in, or send an API key in connection_init.': 'Melden Sie sich an, oder senden Sie in connection_init einen API-Schlüssel.',
  'Your rights have changed; connect again.': 'Ihre Rechte haben sich geändert; verbinden Sie sich neu.',
  'This is for members with a session only.': 'Das geht nur für Mitglieder mit einer Sitzung.',
  'This account asks its members for a second factor, and you have none. Set one up on the page Security, or with twoFactorBegin and twoFactorConfirm.':
    'Dieses Konto verlangt von den Mitgliedern einen zweiten Faktor, und Sie haben keinen. Richten Sie ihn auf der Seite Sicherheit ein, oder mit twoFactorBegin und twoFactorConfirm.',
  'Set up a second factor of your own first, or you would keep yourself out.': 'Richten Sie zuerst selbst einen zweiten Faktor ein, sonst sperren Sie sich aus.',
  'This needs the role {role} or higher; you have {own}. Ask an administrator of your account.':
    'Dafür ist die Rolle {role} oder eine höhere nötig; Sie haben {own}. Bitten Sie einen Administrator Ihres Kontos.',
  'API keys may not do this: it needs a member with the role {role} or higher.': 'API-Schlüssel dürfen das nicht: Es braucht ein Mitglied mit der Rolle {role} oder einer höheren.',
  'This API key lacks the scope {scope}. Use a key that has it.': 'Diesem API-Schlüssel fehlt das Recht {scope}. Nehmen Sie einen, der es hat.',
  'This API key lacks a scope that this field needs: {scope}. Use a key that has it.': 'Diesem API-Schlüssel fehlt ein Recht, das dieses Feld braucht: {scope}. Nehmen Sie einen, der es hat.',
  'This belongs to an environment that your API key is not for. Use a key of that environment.':
    'Das gehört zu einer Umgebung, für die Ihr API-Schlüssel nicht gilt. Nehmen Sie einen Schlüssel dieser Umgebung.',
  'Your operations cost more than the budget restores. Wait {seconds} s, ask less often or for fewer items; viewer.rateLimit tells what is left.':
    'Ihre Abfragen kosten mehr, als das Budget hergibt. Warten Sie {seconds} s, und fragen Sie seltener oder nach weniger Einträgen; viewer.rateLimit sagt, was übrig ist.',
  'The operation costs about {cost:number} fields; at most {max:number} are allowed. Ask for fewer items or fewer nested lists.':
    'Die Abfrage kostet etwa {cost:number} Felder; höchstens {max:number} sind erlaubt. Fragen Sie nach weniger Einträgen oder weniger verschachtelten Listen.',
  'The operation is nested {depth} levels deep; at most {max:number} are allowed.': 'Die Abfrage ist {depth} Ebenen tief verschachtelt; höchstens {max:number} sind erlaubt.',
  '`{field}` is asked for under {count:number} names; at most {max:number} are allowed.': 'Nach `{field}` wird unter {count:number} Namen gefragt; höchstens {max:number} sind erlaubt.',
  'The document has {count:number} {what}; at most {max:number} are allowed. Send it in parts.': 'Das Dokument hat {count:number} {what}; höchstens {max:number} sind erlaubt. Senden Sie es in Teilen.',
  'The operation took longer than {seconds} s and was given up. Ask for less at a time. A mutation that had begun may still take effect: look before you repeat it.':
    'Die Abfrage dauerte länger als {seconds} s und wurde aufgegeben. Fragen Sie nach weniger auf einmal. Eine Änderung, die schon begonnen hatte, kann noch wirksam werden: Sehen Sie nach, bevor Sie sie wiederholen.',
  'Nobody waits for the answer any more.': 'Niemand wartet mehr auf die Antwort.',
  'Something went wrong on our side. The server log has it under request {id}.': 'Bei uns ist etwas schiefgegangen. Im Log des Servers steht es unter der Anfrage {id}.',
  'At most {max:number} connections may be open for one caller. Close some of them.': 'Für einen Aufrufer dürfen höchstens {max:number} Verbindungen offen sein. Schließen Sie einige davon.',
  'At most {max:number} operations may run on one socket. End one of them, or open another socket.':
    'Auf einem Socket dürfen höchstens {max:number} Abfragen laufen. Beenden Sie eine davon, oder öffnen Sie einen weiteren Socket.',
  'A session can only begin over HTTP: a WebSocket cannot set its cookie.': 'Eine Sitzung kann nur über HTTP beginnen: Ein WebSocket kann ihr Cookie nicht setzen.',
  'Introspection needs a sign-in or an API key. Without them, read the schema at /schema.graphql.':
    'Introspection braucht eine Anmeldung oder einen API-Schlüssel. Ohne beides steht das Schema unter /schema.graphql.',

  'The body is nested deeper than {max:number} levels.': 'Der Inhalt ist tiefer als {max:number} Ebenen verschachtelt.',
  'The body is not valid JSON: {reason}.': 'Der Inhalt ist kein gültiges JSON: {reason}.',
  'The request ended before its body was complete.': 'Die Anfrage endete, bevor ihr Inhalt vollständig war.',
  'The content type must be application/json; it is {type}.': 'Der Inhaltstyp muss application/json sein; er ist {type}.',
  'The body must be encoded as UTF-8.': 'Der Inhalt muss in UTF-8 kodiert sein.',
  'The content encoding {encoding} is not supported.': 'Die Inhaltskodierung {encoding} wird nicht unterstützt.',
  'The body is larger than {max:number} bytes. Send it in parts; a payload that is too large by itself has to become smaller.':
    'Der Inhalt ist größer als {max:number} Bytes. Senden Sie ihn in Teilen; eine Payload, die allein zu groß ist, muss kleiner werden.',
  'The body is larger than {max:number} bytes. Only documents of nothing but eventPublish and eventsPublish may be, up to {publish:number}. Send it in parts; a payload that is too large by itself, as of a sample, has to become smaller.':
    'Der Inhalt ist größer als {max:number} Bytes. Das dürfen nur Dokumente, die nichts als eventPublish und eventsPublish enthalten, bis {publish:number}. Senden Sie ihn in Teilen; eine Payload, die allein zu groß ist, etwa als Probe, muss kleiner werden.',

  'This key was sent with another input before. Use a new key for each request.': 'Dieser Schlüssel wurde schon mit anderen Angaben gesendet. Nehmen Sie für jede Anfrage einen neuen.',
  'The header Idempotency-Key names another key. Send one of the two.': 'Der Header Idempotency-Key nennt einen anderen Schlüssel. Senden Sie nur einen von beiden.',
  'More than {max:number} match or more must be looked at to know, which is too many to be sorted by this field. Narrow the filter, e.g. to a webhook or some hours, or use the default order.':
    'Mehr als {max:number} passen, oder es müssten noch mehr dafür angesehen werden; das sind zu viele, um nach diesem Feld zu sortieren. Grenzen Sie den Filter ein, etwa auf einen Webhook oder einige Stunden, oder nehmen Sie die übliche Reihenfolge.',
  'The cursor does not belong to this list and order.': 'Der Cursor gehört nicht zu dieser Liste und Reihenfolge.',
  'The cursor does not belong to this stream.': 'Der Cursor gehört nicht zu diesem Strom.',
  'Give exactly one of `first` and `last`.': 'Geben Sie genau eines von `first` und `last` an.',
  '`after` goes with `first`, and `before` with `last`.': '`after` gehört zu `first`, und `before` zu `last`.',
  '`{name}` must be between 1 and {max:number}; it is {value:number}.': '`{name}` muss zwischen 1 und {max:number} liegen; es ist {value:number}.',
  '{name} must be between {min:number} and {max:number}; it is {value:number}.': '{name} muss zwischen {min:number} und {max:number} liegen; es ist {value:number}.',
  'At most {max:number} ids can be fetched at once; these are {count:number}.': 'Höchstens {max:number} IDs lassen sich auf einmal abrufen; das sind {count:number}.',
  '`{name}` may have at most {max:number} values.': '`{name}` darf höchstens {max:number} Werte haben.',
  '`{name}` may have at most {max:number} characters.': '`{name}` darf höchstens {max:number} Zeichen haben.',
  '`{name}` must not contain control characters.': '`{name}` darf keine Steuerzeichen enthalten.',
  '`payloadContains`: {fault:text}': '`payloadContains`: {fault:text}',
  'A payload among these has lists too long to be compared. Ask for fewer objects within lists, or narrow the filter.':
    'Eine der Payloads hat Listen, die zum Vergleichen zu lang sind. Fragen Sie nach weniger Objekten in Listen, oder grenzen Sie den Filter ein.',
  'It may be nested at most {max:number} levels deep.': 'Es darf höchstens {max:number} Ebenen tief verschachtelt sein.',
  'It may have at most {max:number} parts: members, items and values.': 'Es darf höchstens {max:number} Teile haben: Member, Elemente und Werte.',
  'It has a number that is too large.': 'Es enthält eine zu große Zahl.',
  'It may have at most {max:number} characters as JSON; it has {count:number}.': 'Es darf als JSON höchstens {max:number} Zeichen haben; es hat {count:number}.',
  '{name} must be {expected:text}; received {value}.': '{name} muss {expected:text} sein; erhalten wurde {value}.',
  'an RFC 3339 date-time with a zone, e.g. "2026-03-01T12:00:00Z"': 'ein Zeitpunkt nach RFC 3339 mit Zone, etwa "2026-03-01T12:00:00Z",',
  'an ISO 8601 duration of days, hours, minutes and seconds, e.g. "PT5M"': 'eine Dauer nach ISO 8601 aus Tagen, Stunden, Minuten und Sekunden, etwa "PT5M",',
  'an absolute URI': 'eine vollständige URI',
  'a dotted event type code': 'der Code eines Ereignistyps',
  'an event type code, a pattern ending in ".*", or "*"': 'der Code eines Ereignistyps, ein Muster, das auf ".*" endet, oder "*"',
  'a cursor that this API returned': 'ein Cursor, den diese API ausgegeben hat',
  'a decimal string from "0" to "18446744073709551615"': 'eine Dezimalzahl als Text von "0" bis "18446744073709551615"',
  '`range` is empty: `from` must be before `to`.': '`range` ist leer: `from` muss vor `to` liegen.',
  '`range` has {count:number} buckets of {size}; at most {max:number} are allowed. Ask for a wider `granularity` or a shorter `range`.':
    '`range` hat {count:number} Abschnitte von {size}; höchstens {max:number} sind erlaubt. Fragen Sie nach einer gröberen `granularity` oder einem kürzeren `range`.',
  '`granularity` must be a multiple of PT5M.': '`granularity` muss ein Vielfaches von PT5M sein.',
  '`granularity` must be a multiple of {precision}: what is older than {age} is counted by the {width:text}.':
    '`granularity` muss ein Vielfaches von {precision} sein: Was älter als {age} ist, wird nach {width:text} gezählt.',
  'hour': 'Stunden',
  'day': 'Tagen',
  'intervalSeconds must be between 1 and {max:number}; it is {value:number}.': 'intervalSeconds muss zwischen 1 und {max:number} liegen; es ist {value:number}.',
  'history must be between 0 and {max:number}; it is {value:number}.': 'history muss zwischen 0 und {max:number} liegen; es ist {value:number}.',
  '`startingAt` is so late that the last attempt comes after the year 9999.': '`startingAt` ist so spät, dass der letzte Versuch nach dem Jahr 9999 käme.',
  '`{path}`: {problem:text}': '`{path}`: {problem:text}',
  '`window` must be between PT1H and P30D.': '`window` muss zwischen PT1H und P30D liegen.',
};
