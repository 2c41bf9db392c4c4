// A receiver's side of signing: one JSON object a line on stdin, one answer a line on stdout, in the same order. Bodies are Base64.
//
//   {"secret": text, "headers": object, "body": text} -> {"standard": "verified" or why the published package refuses it}
//   {"secret": text, "body": text}                    -> {"raw": HMAC-SHA1 of the body, "parsed": of JSON.stringify of the parsed body, as Segment's sample has it; null for no JSON}
import { createHmac } from 'node:crypto'
import { createInterface } from 'node:readline'
import { Webhook } from 'standardwebhooks'

const standard = ({ secret, headers, body }) => {
  try {
    new Webhook(secret).verify(Buffer.from(body, 'base64').toString(), headers)
    return 'verified'
  } catch (error) {
    return String(error.message ?? error)
  }
}

const sha1 = (secret, body) => createHmac('sha1', secret).update(body).digest('hex')

const parsed = (secret, body) => {
  try {
    return sha1(secret, JSON.stringify(JSON.parse(body)))
  } catch {
    return null
  }
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const { secret, headers, body } = JSON.parse(line)
  const bytes = Buffer.from(body, 'base64')
  const answer = headers ? { standard: standard({ secret, headers, body }) } : { raw: sha1(secret, bytes), parsed: parsed(secret, bytes) }
  process.stdout.write(JSON.stringify(answer) + '\n')
})
