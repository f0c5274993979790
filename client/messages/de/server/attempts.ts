/** What came of attempts, and what to do about it; the health of webhooks and the check of a URL, which speak of attempts too. */
export default {
  'The receiver redirects; redirects are not followed.': 'Der Empfänger leitet weiter; Weiterleitungen wird nicht gefolgt.',
  'The receiver refused the request.': 'Der Empfänger hat die Anfrage abgelehnt.',
  'The receiver says that this address is gone for good.': 'Der Empfänger sagt, dass es diese Adresse endgültig nicht mehr gibt.',
  'The receiver gets more requests than it accepts.': 'Der Empfänger bekommt mehr Anfragen, als er annimmt.',
  'The receiver had a fault of its own.': 'Beim Empfänger ist ein Fehler aufgetreten.',
  'No connection could be made in time.': 'Es kam nicht rechtzeitig eine Verbindung zustande.',
  'The receiver did not answer completely in time.': 'Der Empfänger hat nicht rechtzeitig vollständig geantwortet.',
  'The host name does not resolve.': 'Der Hostname lässt sich nicht auflösen.',
  'Nothing accepts connections at this address and port.': 'Unter dieser Adresse und diesem Port nimmt nichts Verbindungen an.',
  'The connection was closed before an answer arrived.': 'Die Verbindung wurde beendet, bevor eine Antwort kam.',
  'No trusted, encrypted connection could be made.': 'Es kam keine vertrauenswürdige, verschlüsselte Verbindung zustande.',
  'The target address may not be called.': 'Die Zieladresse darf nicht aufgerufen werden.',
  'The answer is not HTTP or breaks its rules.': 'Die Antwort ist kein HTTP oder verletzt dessen Regeln.',
  'The webhook rests after many failures in a row.': 'Der Webhook ruht nach vielen Fehlschlägen in Folge.',
  'A fault of this server.': 'Ein Fehler dieses Servers.',
  'A secret that the request needs cannot be read, so nothing was sent.': 'Ein Secret, das die Anfrage braucht, ist nicht lesbar; daher wurde nichts gesendet.',
  'The server stopped during the attempt; the request may have arrived.': 'Der Server hielt während des Versuchs an; die Anfrage kann angekommen sein.',

  'Change the target URL of the webhook to the final address.': 'Ändern Sie die Ziel-URL des Webhooks auf die endgültige Adresse.',
  'Look at the response body and the log of the receiver: it understood the request but did not accept it.':
    'Sehen Sie sich den Inhalt der Antwort und das Log des Empfängers an: Er hat die Anfrage verstanden, aber nicht angenommen.',
  'The webhook was switched off. If the receiver has moved, change the target URL and switch the webhook on again.':
    'Der Webhook wurde abgeschaltet. Ist der Empfänger umgezogen, ändern Sie die Ziel-URL und schalten Sie den Webhook wieder ein.',
  "Lower the webhook's requests per second or its concurrency, or raise the limit at the receiver.":
    'Senken Sie die Anfragen pro Sekunde oder die Anfragen zugleich des Webhooks, oder erhöhen Sie die Grenze beim Empfänger.',
  'Look at the log of the receiver at the time of the attempt.': 'Sehen Sie im Log des Empfängers zur Zeit des Versuchs nach.',
  'Check that the receiver runs and that its firewall allows the addresses requests come from.':
    'Prüfen Sie, ob der Empfänger läuft und seine Firewall die Adressen zulässt, von denen die Anfragen kommen.',
  'Let the receiver answer first and work afterwards, or raise the timeout of the webhook.':
    'Lassen Sie den Empfänger erst antworten und dann arbeiten, oder erhöhen Sie das Zeitlimit des Webhooks.',
  'Check the spelling of the host and its public DNS records.': 'Prüfen Sie die Schreibweise des Hosts und seine öffentlichen DNS-Einträge.',
  'Check that the receiver runs, and the port in the target URL.': 'Prüfen Sie, ob der Empfänger läuft, und den Port in der Ziel-URL.',
  'Look at the log of the receiver and of any proxy in front of it: one of them closed the connection.':
    'Sehen Sie im Log des Empfängers und der Proxys vor ihm nach: Einer davon hat die Verbindung beendet.',
  "Check the receiver's certificate: host name, expiry date and intermediate certificates.":
    'Prüfen Sie das Zertifikat des Empfängers: Hostname, Ablaufdatum und Zwischenzertifikate.',
  'Use a public address, or ask the operator of this server to allow the network.':
    'Nehmen Sie eine öffentliche Adresse, oder bitten Sie den Betreiber dieses Servers, das Netz zuzulassen.',
  'Check that the target is an HTTP server; https and http ports may be mixed up.':
    'Prüfen Sie, ob das Ziel ein HTTP-Server ist; vielleicht sind die Ports für https und http vertauscht.',
  'Mend the receiver; attempts go on when a probe succeeds.': 'Bringen Sie den Empfänger in Ordnung; die Versuche gehen weiter, sobald ein Probeversuch gelingt.',
  'Nothing is wrong with the receiver. The operator of this server finds the cause in its log.':
    'Am Empfänger liegt es nicht. Der Betreiber dieses Servers findet die Ursache in dessen Log.',
  "Give this server the master key back that the secret was stored with. If it is lost, rotate the webhook's secret and the account's signing key, and set secret headers anew.":
    'Geben Sie diesem Server den Hauptschlüssel zurück, mit dem das Secret gespeichert wurde. Ist er verloren, ersetzen Sie das Secret des Webhooks, wechseln Sie den Signaturschlüssel des Kontos und geben Sie geheime Header neu ein.',
  'The receiver recognises a repeated event by its webhook-id and can ignore the second one.':
    'Der Empfänger erkennt ein wiederholtes Ereignis an seiner webhook-id und kann das zweite ignorieren.',
  'The receiver could not read the request: check which body and headers it expects.':
    'Der Empfänger konnte die Anfrage nicht lesen: Prüfen Sie, welchen Inhalt und welche Header er erwartet.',
  'Check the credentials in the custom headers, and that the receiver verifies the signature with the current secret over the raw body.':
    'Prüfen Sie die Zugangsdaten in den eigenen Headern, und ob der Empfänger die Signatur mit dem aktuellen Secret über den rohen Inhalt prüft.',
  'Check the path of the target URL.': 'Prüfen Sie den Pfad der Ziel-URL.',
  'The address does not accept POST: check the path of the target URL.': 'Die Adresse nimmt kein POST an: Prüfen Sie den Pfad der Ziel-URL.',
  'Raise the largest body that the receiver, or a proxy in front of it, accepts.':
    'Erhöhen Sie die Größe des Inhalts, die der Empfänger oder ein Proxy vor ihm höchstens annimmt.',
  'Let the receiver accept the content type application/json.': 'Lassen Sie den Empfänger den Inhaltstyp application/json annehmen.',

  'The receiver answered {status}.': 'Der Empfänger hat mit {status} geantwortet.',
  'The receiver answered {status}, which is not a valid final status.': 'Der Empfänger hat mit {status} geantwortet, was kein gültiger endgültiger Status ist.',
  'The receiver answered {status} with the location {location}; redirects are not followed.':
    'Der Empfänger hat mit {status} geantwortet und auf {location} verwiesen; Weiterleitungen wird nicht gefolgt.',
  'The receiver answered {status}; redirects are not followed.': 'Der Empfänger hat mit {status} geantwortet; Weiterleitungen wird nicht gefolgt.',
  'The receiver answered {status}, which is no answer to a POST.': 'Der Empfänger hat mit {status} geantwortet, was keine Antwort auf ein POST ist.',

  "The receiver's certificate has expired.": 'Das Zertifikat des Empfängers ist abgelaufen.',
  "The receiver's certificate is not valid yet.": 'Das Zertifikat des Empfängers ist noch nicht gültig.',
  "The receiver's certificate is self-signed.": 'Das Zertifikat des Empfängers ist selbstsigniert.',
  "The receiver's certificate was issued by an authority that is not trusted.":
    'Das Zertifikat des Empfängers stammt von einer Zertifizierungsstelle, der nicht vertraut wird.',
  'The receiver does not send the intermediate certificates that lead to a trusted authority.':
    'Der Empfänger sendet die Zwischenzertifikate nicht mit, die zu einer vertrauenswürdigen Zertifizierungsstelle führen.',
  "The receiver's certificate is for another host name.": 'Das Zertifikat des Empfängers gilt für einen anderen Hostnamen.',
  'The receiver does not speak TLS at this port.': 'Der Empfänger spricht an diesem Port kein TLS.',
  'The host name does not exist.': 'Diesen Hostnamen gibt es nicht.',
  'The host name has no address.': 'Der Hostname hat keine Adresse.',
  'The name servers of the host did not answer in time.': 'Die Nameserver des Hosts haben nicht rechtzeitig geantwortet.',
  'The host name could not be resolved ({code}).': 'Der Hostname ließ sich nicht auflösen ({code}).',
  'The receiver refused the connection.': 'Der Empfänger hat die Verbindung abgelehnt.',
  'The receiver did not accept the connection in time.': 'Der Empfänger hat die Verbindung nicht rechtzeitig angenommen.',
  'The receiver closed the connection at once.': 'Der Empfänger hat die Verbindung sofort beendet.',
  'There is no route to the receiver.': 'Es gibt keinen Weg zum Empfänger.',
  'The connection could not be made because of a fault of this server.': 'Wegen eines Fehlers dieses Servers kam keine Verbindung zustande.',
  'The receiver closed the connection during the TLS handshake.': 'Der Empfänger hat die Verbindung während des TLS-Handshakes beendet.',
  'The TLS handshake failed ({code}).': 'Der TLS-Handshake ist fehlgeschlagen ({code}).',
  'The receiver sent more than {size} kB without completing an answer.': 'Der Empfänger hat mehr als {size} kB gesendet, ohne eine Antwort abzuschließen.',
  'The answer of the receiver is not valid HTTP/1.1.': 'Die Antwort des Empfängers ist kein gültiges HTTP/1.1.',
  'The receiver closed the connection before it answered.': 'Der Empfänger hat die Verbindung beendet, bevor er antwortete.',
  'The receiver stopped responding.': 'Der Empfänger hat nicht mehr reagiert.',
  'The receiver ended the TLS connection ({code}).': 'Der Empfänger hat die TLS-Verbindung beendet ({code}).',
  'The request could not be sent because of a fault of this server.': 'Wegen eines Fehlers dieses Servers konnte die Anfrage nicht gesendet werden.',
  'The receiver did not answer in time.': 'Der Empfänger hat nicht rechtzeitig geantwortet.',
  'The host name did not resolve in time.': 'Der Hostname ließ sich nicht rechtzeitig auflösen.',
  'No connection to the receiver could be made in time.': 'Es kam nicht rechtzeitig eine Verbindung zum Empfänger zustande.',
  'All connections to the receiver were busy for the whole time.': 'Alle Verbindungen zum Empfänger waren die ganze Zeit belegt.',
  'The headers of the answer are larger than {size} kB.': 'Die Header der Antwort sind größer als {size} kB.',
  'This server is stopping.': 'Dieser Server hält gerade an.',
  'The request could not be made.': 'Die Anfrage ließ sich nicht stellen.',
  'Nothing was sent.': 'Es wurde nichts gesendet.',
  '{what} {id} is not a sealed value.': '{what} {id} ist kein verschlüsselter Wert.',
  '{what} {id} was not sealed with the master key {key} that this server has, or was altered.':
    '{what} {id} wurde nicht mit dem Hauptschlüssel {key} dieses Servers verschlüsselt oder wurde verändert.',
  'A stored value needs master key {key}, which MASTER_KEYS does not name. Add it after the newest key.':
    'Ein gespeicherter Wert braucht den Hauptschlüssel {key}, den MASTER_KEYS nicht nennt. Fügen Sie ihn nach dem neuesten Schlüssel hinzu.',
  'Account {id} has no active signing key.': 'Das Konto {id} hat keinen aktiven Signaturschlüssel.',

  'No attempt in this time.': 'Kein Versuch in dieser Zeit.',
  'The only attempt succeeded.': 'Der einzige Versuch war erfolgreich.',
  'All {count:number} attempts succeeded.': 'Alle {count:number} Versuche waren erfolgreich.',
  'The only attempt failed.': 'Der einzige Versuch ist fehlgeschlagen.',
  '{share} of {count:number} attempts failed.': '{share} von {count:number} Versuchen sind fehlgeschlagen.',
  '{share} of {count:number} attempts failed, the last {run:number} in a row.': '{share} von {count:number} Versuchen sind fehlgeschlagen, die letzten {run:number} in Folge.',
  'Most often: {cause:text}': 'Am häufigsten: {cause:text}',
  'Cause: {cause:text}': 'Ursache: {cause:text}',
  'answer {status}. {meaning:text}': 'Antwort {status}. {meaning:text}',
  'It will be switched off for its first failure from {at:time} UTC on, unless an attempt succeeds before.':
    'Er wird beim ersten Fehlschlag ab {at:time} UTC abgeschaltet, sofern nicht vorher ein Versuch gelingt.',

  'The URL is well formed.': 'Die URL ist richtig aufgebaut.',
  'Not reached.': 'Nicht erreicht.',
  'Not used: the URL is plain http.': 'Nicht verwendet: Die URL ist unverschlüsseltes http.',
  'Connected.': 'Verbunden.',
  'Connected to {address}.': 'Verbunden mit {address}.',
  '{protocol}; the certificate is trusted.': '{protocol}; dem Zertifikat wird vertraut.',
  '{protocol}; the certificate is trusted and valid until {day:time}.': '{protocol}; dem Zertifikat wird vertraut, es gilt bis {day:time}.',
  'The name resolves.': 'Der Name lässt sich auflösen.',
  'The name resolves to {addresses}.': 'Der Name führt zu {addresses}.',
  'The name resolves to {addresses} and {count:number} more.': 'Der Name führt zu {addresses} und {count:number} weiteren.',
  'The URL has an address; there is no name to resolve.': 'Die URL enthält eine Adresse; es gibt keinen Namen aufzulösen.',
  'All addresses may be called.': 'Alle Adressen dürfen aufgerufen werden.',
  'The receiver speaks HTTP; it answers HEAD with {status}.': 'Der Empfänger spricht HTTP; auf HEAD antwortet er mit {status}.',
};
