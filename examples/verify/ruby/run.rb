# Prints for each recorded request whether the snippets accept it. The first argument is the table of requests.
table, scheme = ARGV
snippet = { 'HMAC_BODY' => 'body_signature', 'STANDARD_WEBHOOKS' => 'standard_webhook', 'RSA_ACCOUNT' => 'account_signature' }.fetch(scheme)
require_relative snippet

File.foreach(table, chomp: true) do |line|
  name, now, body, id, timestamp, standard, hmac, rsa = line.split("\t", -1)
  raw_body = body.unpack1('m')
  accepted =
    case scheme
    when 'HMAC_BODY' then verify_body_signature(raw_body, hmac)
    when 'STANDARD_WEBHOOKS' then verify_standard_webhook(raw_body, id, timestamp, standard, now: now.to_i)
    else verify_account_signature(raw_body, rsa)
    end
  puts "#{name} #{accepted ? 'accepted' : 'refused'}"
end
