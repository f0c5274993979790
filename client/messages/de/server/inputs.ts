/** What is wrong with what somebody entered: accounts and members, webhooks and their settings, keys and secrets. */
export default {
  'This is not your password.': 'Das ist nicht Ihr Passwort.',
  'Enter your password.': 'Geben Sie Ihr Passwort ein.',
  'Enter the code that your authenticator app shows, or one of your recovery codes.': 'Geben Sie den Code ein, den Ihre Authenticator-App zeigt, oder einen Ihrer Wiederherstellungscodes.',
  'This code is wrong, is over, or was used already. Wait for the next one, and check the clock of your phone.':
    'Dieser Code ist falsch, abgelaufen oder schon verwendet. Warten Sie auf den nächsten, und prüfen Sie die Uhr Ihres Telefons.',
  'The e-mail address or the password is wrong.': 'Die E-Mail-Adresse oder das Passwort ist falsch.',
  'Too many failed tries. Try again in a minute.': 'Zu viele Fehlversuche. Versuchen Sie es in einer Minute noch einmal.',
  'Too many failed tries. Try again in {count:number} minutes.': 'Zu viele Fehlversuche. Versuchen Sie es in {count:number} Minuten noch einmal.',
  'You can sign in here already, and this is not your password. Enter the one you sign in with.':
    'Sie können sich hier schon anmelden, und das ist nicht Ihr Passwort. Geben Sie das ein, mit dem Sie sich anmelden.',
  'This invitation was used already, was replaced by a newer one, or has expired. Ask for a new invitation.':
    'Diese Einladung wurde schon verwendet, durch eine neuere ersetzt oder ist abgelaufen. Bitten Sie um eine neue Einladung.',
  'You have a second factor already. Switch it off before you set up another one.':
    'Sie haben schon einen zweiten Faktor. Schalten Sie ihn aus, bevor Sie einen anderen einrichten.',
  'Nothing waits for this code: begin anew, and give the first code within 15 minutes.':
    'Nichts wartet auf diesen Code: Beginnen Sie neu, und geben Sie den ersten Code innerhalb von 15 Minuten ein.',
  'There is no second factor.': 'Es gibt keinen zweiten Faktor.',
  'Switch your own second factor off with twoFactorDisable: that takes your password and a code.':
    'Ihren eigenen zweiten Faktor schalten Sie mit twoFactorDisable aus: Dafür brauchen Sie Ihr Passwort und einen Code.',
  'This person works in another account too. Only who is Super Admin in all of their accounts can do this.':
    'Diese Person arbeitet auch in einem anderen Konto. Das kann nur, wer in all ihren Konten Super Admin ist.',
  'Confirm that it is you: give your password, or a code of your second factor, with the mutation reauthenticate. It counts for 5 minutes.':
    'Bestätigen Sie, dass Sie es sind: Geben Sie Ihr Passwort oder einen Code Ihres zweiten Faktors ein. Das gilt 5 Minuten.',
  'This setup link was used already or is not valid. Sign in, or restart the server for a new link.':
    'Dieser Einrichtungslink wurde schon verwendet oder ist ungültig. Melden Sie sich an, oder starten Sie den Server für einen neuen Link neu.',
  'There is no such session.': 'Diese Sitzung gibt es nicht.',
  'Enter an e-mail address.': 'Geben Sie eine E-Mail-Adresse ein.',
  'The e-mail address may have at most {max:number} characters.': 'Die E-Mail-Adresse darf höchstens {max:number} Zeichen haben.',
  'This is not an e-mail address.': 'Das ist keine E-Mail-Adresse.',
  'Enter a password.': 'Geben Sie ein Passwort ein.',
  'The password must have at least {min:number} characters.': 'Das Passwort muss mindestens {min:number} Zeichen haben.',
  'The password may have at most {max:number} characters.': 'Das Passwort darf höchstens {max:number} Zeichen haben.',
  'Enter a name.': 'Geben Sie einen Namen ein.',
  'The name may have at most {max:number} characters.': 'Der Name darf höchstens {max:number} Zeichen haben.',
  'The name may not contain line breaks, control characters or broken characters.': 'Der Name darf keine Zeilenumbrüche, Steuerzeichen oder unvollständigen Zeichen enthalten.',
  'The description may have at most {max:number} characters.': 'Die Beschreibung darf höchstens {max:number} Zeichen haben.',
  'The description may not contain control characters, other than line feeds and tabs, or broken characters.':
    'Die Beschreibung darf außer Zeilenumbrüchen und Tabulatoren keine Steuerzeichen und keine unvollständigen Zeichen enthalten.',

  'A person may be a member of at most {max:number} accounts.': 'Eine Person darf Mitglied von höchstens {max:number} Konten sein.',
  'You are not a member of such an account.': 'Sie sind nicht Mitglied eines solchen Kontos.',
  'There is no such member.': 'Dieses Mitglied gibt es nicht.',
  'This person is a suspended member already. Reinstate the member instead.': 'Diese Person ist schon Mitglied und gesperrt. Lassen Sie sie stattdessen wieder zu.',
  'This person is a member already. Change the role of the member instead.': 'Diese Person ist schon Mitglied. Ändern Sie stattdessen ihre Rolle.',
  'An account may have at most {max:number} members. Remove those who left.': 'Ein Konto darf höchstens {max:number} Mitglieder haben. Entfernen Sie die, die nicht mehr da sind.',
  'Only a member with the role {role} can do this, and you are not one any more. Ask another one.':
    'Das kann nur ein Mitglied mit der Rolle {role}, und Sie haben sie nicht mehr. Bitten Sie ein anderes.',
  'This is the only Super Admin who can sign in. Make another member Super Admin first.':
    'Das ist der einzige Super Admin, der sich anmelden kann. Machen Sie zuerst ein anderes Mitglied zum Super Admin.',
  'This member has not accepted the invitation yet, so there is nothing to suspend. Remove the member to take the invitation back.':
    'Dieses Mitglied hat die Einladung noch nicht angenommen; es gibt nichts zu sperren. Entfernen Sie das Mitglied, um die Einladung zurückzunehmen.',

  'Choose at least one scope.': 'Wählen Sie mindestens ein Recht.',
  'Choose at least one environment.': 'Wählen Sie mindestens eine Umgebung.',
  'Only a member with the role {role} or higher may make a key with the scope {scope}. Leave the scope out, or ask such a member to make the key.':
    'Nur ein Mitglied mit der Rolle {role} oder einer höheren darf einen Schlüssel mit dem Recht {scope} anlegen. Lassen Sie das Recht weg, oder bitten Sie ein solches Mitglied, den Schlüssel anzulegen.',
  'The end of validity must be in the future.': 'Das Ende der Gültigkeit muss in der Zukunft liegen.',
  'An account may have at most {max:number} API keys. Revoke those not in use.': 'Ein Konto darf höchstens {max:number} API-Schlüssel haben. Widerrufen Sie die nicht benutzten.',
  'There is no such API key.': 'Diesen API-Schlüssel gibt es nicht.',
  'This API key may not use the environment {environment}.': 'Dieser API-Schlüssel darf die Umgebung {environment} nicht verwenden.',
  'A key cannot have signed in the past. Give a moment from now on, or none for 24 hours from now.':
    'Ein Schlüssel kann nicht in der Vergangenheit signiert haben. Geben Sie einen Zeitpunkt ab jetzt an, oder keinen für in 24 Stunden.',
  'A key must begin to sign within a year.': 'Ein Schlüssel muss innerhalb eines Jahres beginnen zu signieren.',
  'An account may make at most {max:number} signing keys a day. Try again after {at:time}.': 'Ein Konto darf höchstens {max:number} Signaturschlüssel am Tag erzeugen. Versuchen Sie es nach {at:time} noch einmal.',

  'There is no such webhook.': 'Diesen Webhook gibt es nicht.',
  'An environment may have at most {max:number} webhooks.': 'Eine Umgebung darf höchstens {max:number} Webhooks haben.',
  'The webhook was changed since you read it: it has version {version}, not {expected}.':
    'Der Webhook wurde geändert, seit Sie ihn geladen haben: Er hat die Version {version}, nicht {expected}.',
  'The webhook that this key made was deleted. Use a new key to make another.': 'Der Webhook, den dieser Schlüssel angelegt hat, wurde gelöscht. Nehmen Sie für einen anderen einen neuen Schlüssel.',
  'The webhook is not deleted.': 'Der Webhook ist nicht gelöscht.',
  'There is no deleted webhook with this id. A webhook can be restored for {days} days after its deletion.':
    'Einen gelöschten Webhook mit dieser ID gibt es nicht. Ein Webhook lässt sich bis {days} Tage nach dem Löschen wiederherstellen.',
  'Name at least one webhook.': 'Nennen Sie mindestens einen Webhook.',
  'At most {max:number} webhooks can be switched at once.': 'Höchstens {max:number} Webhooks lassen sich auf einmal umschalten.',
  'The webhook is inactive, so nothing is retried. Activate it, or send the sample without retries.':
    'Der Webhook ist inaktiv; daher wird nichts wiederholt. Schalten Sie ihn ein, oder senden Sie das Muster ohne Wiederholungen.',
  'Nothing can be sent to this webhook just now.': 'An diesen Webhook lässt sich gerade nichts senden.',
  'Choose at least one event.': 'Wählen Sie mindestens ein Ereignis.',
  'A webhook may have at most {max:number} events or patterns.': 'Ein Webhook darf höchstens {max:number} Ereignisse oder Muster haben.',
  '{name} cannot be null; leave it out to keep it.': '{name} kann nicht null sein; lassen Sie es weg, um es zu behalten.',
  'Only {max:number} URLs can be checked in a minute, and {atOnce} at once. Try again in a minute.':
    'In einer Minute lassen sich nur {max:number} URLs prüfen, und {atOnce} zugleich. Versuchen Sie es in einer Minute noch einmal.',
  'The target URL leads to {address}, which is not a public address. Ask the operator of this server to allow the network.':
    'Die Ziel-URL führt zu {address}; das ist keine öffentliche Adresse. Bitten Sie den Betreiber dieses Servers, das Netz zuzulassen.',
  'The target URL is not a valid absolute URL.': 'Die Ziel-URL ist keine gültige vollständige URL.',
  'The target URL may have at most {max:number} characters.': 'Die Ziel-URL darf höchstens {max:number} Zeichen haben.',
  'Enter a target URL.': 'Geben Sie eine Ziel-URL ein.',
  'The target URL may not contain spaces, control or invisible characters, or backslashes.':
    'Die Ziel-URL darf keine Leerzeichen, Steuerzeichen, unsichtbaren Zeichen oder Backslashes enthalten.',
  'The target URL must start with https://.': 'Die Ziel-URL muss mit https:// beginnen.',
  'The target URL must name a host right after "//".': 'Die Ziel-URL muss gleich nach „//“ einen Host nennen.',
  'The target URL may not contain a user name or password; use a custom header instead.':
    'Die Ziel-URL darf keinen Benutzernamen und kein Passwort enthalten; nehmen Sie stattdessen einen eigenen Header.',
  'The target URL may not contain a fragment ("#...").': 'Die Ziel-URL darf keinen Teil nach „#“ haben.',
  'Port {port} is not a web port.': 'Der Port {port} ist kein Web-Port.',
  'The host of the target URL may have at most {max:number} characters, and 1 to {maxLabel} between two dots.':
    'Der Host der Ziel-URL darf höchstens {max:number} Zeichen haben, und 1 bis {maxLabel} zwischen zwei Punkten.',
  'The host of the target URL is a local name.': 'Der Host der Ziel-URL ist ein lokaler Name.',
  'The host of the target URL must be a full domain name.': 'Der Host der Ziel-URL muss ein vollständiger Domainname sein.',
  'A webhook may have at most {max:number} custom headers.': 'Ein Webhook darf höchstens {max:number} eigene Header haben.',
  'The header "{name}" is given twice.': 'Der Header „{name}“ ist zweimal angegeben.',
  'Enter a header name.': 'Geben Sie einen Headernamen ein.',
  'A header name may have at most {max:number} characters.': 'Ein Headername darf höchstens {max:number} Zeichen haben.',
  'A header name may contain letters, digits and hyphens only.': 'Ein Headername darf nur Buchstaben, Ziffern und Bindestriche enthalten.',
  'The header "{name}" is set by the server or not allowed.': 'Den Header „{name}“ setzt der Server, oder er ist nicht erlaubt.',
  'Enter a header value.': 'Geben Sie einen Headerwert ein.',
  'A header value may have at most {max:number} characters.': 'Ein Headerwert darf höchstens {max:number} Zeichen haben.',
  'A header value may contain visible ASCII characters and inner spaces only.': 'Ein Headerwert darf nur sichtbare ASCII-Zeichen und Leerzeichen dazwischen enthalten.',
  'The number of requests at once must be between 1 and {max:number}.': 'Die Zahl der Anfragen zugleich muss zwischen 1 und {max:number} liegen.',
  'The number of requests per second must be between 1 and {max:number}.': 'Die Zahl der Anfragen pro Sekunde muss zwischen 1 und {max:number} liegen.',
  'The timeout must be between 1 and 30 seconds.': 'Das Zeitlimit muss zwischen 1 und 30 Sekunden liegen.',
  'Choose at least one signature scheme.': 'Wählen Sie mindestens ein Signaturverfahren.',
  'The webhook has no such secret that still signs.': 'Der Webhook hat kein solches Secret, das noch signiert.',
  'This is the current secret: requests need one. Rotate it with an overlap of PT0S instead.':
    'Das ist das aktuelle Secret: Anfragen brauchen eines. Ersetzen Sie es stattdessen mit einer Überlappung von PT0S.',
  'The overlap must be between PT0S and P7D.': 'Die Überlappung muss zwischen PT0S und P7D liegen.',
  'The webhook has this secret already; a rotation needs another one.': 'Der Webhook hat dieses Secret schon; zum Ersetzen ist ein anderes nötig.',
  'The secret must start with "whsec_".': 'Das Secret muss mit „whsec_“ beginnen.',
  'The part of the secret after "whsec_" must be standard base64, padded with "=".': 'Der Teil des Secrets nach „whsec_“ muss Standard-Base64 sein, aufgefüllt mit „=“.',
  'The secret must hold {min:number} to {max:number} bytes after base64 decoding; it holds {count:number}.': 'Das Secret muss nach dem Base64-Dekodieren {min:number} bis {max:number} Bytes haben; es hat {count:number}.',

  'A delivery is attempted once only: one failure is final.': 'Eine Zustellung wird nur einmal versucht: Ein Fehlschlag ist endgültig.',
  'The schedule takes longer than bodies are kept ({time}): those of deliveries that still wait are kept until the end.':
    'Der Zeitplan dauert länger, als Inhalte aufbewahrt werden ({time}): Die von Zustellungen, die noch warten, werden bis zum Ende aufbewahrt.',
  'The schedule ends within an hour: a longer outage of the receiver loses events.': 'Der Zeitplan endet innerhalb einer Stunde: Fällt der Empfänger länger aus, gehen Ereignisse verloren.',
  'A policy may make at most {attempts} attempts, so it has at most {waits} waits.': 'Eine Regel darf höchstens {attempts} Versuche machen; sie hat also höchstens {waits} Wartezeiten.',
  'A wait must be between 1 second and 7 days.': 'Eine Wartezeit muss zwischen 1 Sekunde und 7 Tagen liegen.',
  'The number of attempts must be between 1 and {max:number}.': 'Die Zahl der Versuche muss zwischen 1 und {max:number} liegen.',
  'The wait must be between 1 second and 7 days.': 'Die Wartezeit muss zwischen 1 Sekunde und 7 Tagen liegen.',
  'The growth factor must be between 1 and {max:number}.': 'Der Faktor muss zwischen 1 und {max:number} liegen.',
  'The longest wait must be between the first wait and 7 days.': 'Die längste Wartezeit muss zwischen der ersten Wartezeit und 7 Tagen liegen.',
  'The jitter must be between 0 and 1.': 'Die Streuung muss zwischen 0 und 1 liegen.',
  'At most {max:number} status codes may end a delivery.': 'Höchstens {max:number} Statuscodes dürfen eine Zustellung beenden.',
  'A status code that ends a delivery must be between 300 and 599.': 'Ein Statuscode, der eine Zustellung beendet, muss zwischen 300 und 599 liegen.',
  'Give exactly one of `exponential`, `fixed` and `custom` in `backoff`.': 'Geben Sie in `backoff` genau eines von `exponential`, `fixed` und `custom` an.',
  'Patient (3 days)': 'Geduldig (3 Tage)',
  'Ten attempts over 75 hours, as Standard Webhooks suggests: a receiver that is down for a weekend misses nothing.':
    'Zehn Versuche über 75 Stunden, wie es Standard Webhooks vorschlägt: Ein Empfänger, der ein Wochenende lang ausfällt, verpasst nichts.',
  'About a day': 'Etwa ein Tag',
  'Eight attempts over 28 hours: quick at first, for receivers that somebody mends within a working day.':
    'Acht Versuche über 28 Stunden: anfangs schnell, für Empfänger, die jemand innerhalb eines Arbeitstags in Ordnung bringt.',
  'Within an hour': 'Innerhalb einer Stunde',
  'At once and 1, 5, 15 and 60 minutes after that: for events that are worth little later.':
    'Sofort und 1, 5, 15 und 60 Minuten danach: für Ereignisse, die später wenig wert sind.',
  'Three attempts in 30 minutes': 'Drei Versuche in 30 Minuten',
  'For receivers that fetch what they missed by themselves.': 'Für Empfänger, die selbst abholen, was sie verpasst haben.',
  'The settings were changed since you read them: they have version {version}, not {expected}. Read them again and repeat your change.':
    'Die Einstellungen wurden geändert, seit Sie sie geladen haben: Sie haben die Version {version}, nicht {expected}. Laden Sie sie neu, und wiederholen Sie Ihre Änderung.',
  'The time after which a webhook is switched off must be between PT1H and P90D, or null for never.':
    'Die Zeit, nach der ein Webhook abgeschaltet wird, muss zwischen PT1H und P90D liegen, oder null für nie.',
  'Logs and bodies are kept between P1D and P365D.': 'Protokolle und Inhalte werden zwischen P1D und P365D aufbewahrt.',
  'Bodies cannot be kept longer than the logs they belong to: choose a bodyRetention of at most the retention.':
    'Inhalte können nicht länger aufbewahrt werden als die Protokolle, zu denen sie gehören: Wählen Sie für sie höchstens deren Frist.',
  'The failure rate must be between 0 and 1, or null for never.': 'Die Fehlerquote muss zwischen 0 und 1 liegen, oder null für nie.',
  'Alerts go to at most {max:number} addresses; a mailing list is one.': 'Warnungen gehen an höchstens {max:number} Adressen; eine Verteilerliste ist eine.',
  'This is not an e-mail address. Give it alone, as in ops@example.com.': 'Das ist keine E-Mail-Adresse. Geben Sie sie allein an, wie in ops@example.com.',
};
