// A request as the reference's own client would send it: its transport is replaced by one that keeps the request and answers 200.
import { createRequire } from 'node:module'
import { resolve } from './action.mjs'

const require = createRequire(import.meta.url)
// Not among what the package exports.
const transport = require('./node_modules/@segment/actions-core/dist/cjs/fetch.js')
const { default: createRequestClient } = require('./node_modules/@segment/actions-core/dist/cjs/create-request-client.js')

let sent = null
transport.default = async (request) => {
  sent = request
  return new transport.Response('')
}

const client = createRequestClient()
const form = 'application/x-www-form-urlencoded'

// As the action does: two spellings of the content type are looked for, and only a form's is kept.
export const send = async (mapping, event) => {
  const { url, method, headers, data } = resolve(mapping, event)
  const type = headers ? headers['Content-Type'] ?? headers['content-type'] : 'application/json'
  const body = type === form ? { body: '' } : { json: data }
  await client(url, { method, headers, ...body })
  return { url: sent.url, method: sent.method, headers: Object.fromEntries(sent.headers) }
}
