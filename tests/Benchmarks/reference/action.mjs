// One event through the reference as its own runtime takes it, up to the request: the trigger is parsed and the mapping is validated for each event.
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const { parseFql, validate } = require('@segment/destination-subscriptions')
const { transform } = require('@segment/actions-core/mapping-kit')
const { fieldsToJsonSchema } = require('@segment/actions-core/destination-kit/fields-to-jsonschema')
const { validateSchema } = require('@segment/actions-core/schema-validation')
// Not among what the package exports.
const { removeEmptyValues } = require('./node_modules/@segment/actions-core/dist/cjs/remove-empty-values.js')

const choices = ['POST', 'PUT', 'PATCH'].map((value) => ({ label: value, value }))
const schema = fieldsToJsonSchema({
  url: { label: 'URL', description: '', type: 'string', format: 'uri', required: true },
  method: { label: 'Method', description: '', type: 'string', choices, required: true },
  headers: { label: 'Headers', description: '', type: 'object' },
  data: { label: 'Data', description: '', type: 'object', required: true }
})

export const read = (bytes) => JSON.parse(bytes.toString())
export const parse = (trigger) => parseFql(trigger)
export const matches = (parsed, event) => validate(parsed, event)

export const resolve = (mapping, event) => {
  const request = removeEmptyValues(transform(mapping, event), schema, true)
  validateSchema(request, schema, { schemaKey: 'request' })
  return request
}

export const serialise = (request) => Buffer.from(JSON.stringify(request.data))
