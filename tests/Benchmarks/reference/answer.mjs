// Asks the reference: one JSON object a line on stdin, one answer a line on stdout, in the same order.
//
//   {"trigger": text, "tree": tree, "event": object, "renamed": object}
//     -> {"text": what the reference makes of the text, "meant": what its evaluation makes of the tree and the event, renamed as the tree's fields are}
//   {"generate": tree}                     -> {"text": the trigger that its user interface writes}
//   {"mapping": object, "event": object}   -> {"gives": object} or {"fails": message}
//   {"request": object, "event": object}   -> {"gives": {url, method, headers}} as they are sent, or {"fails": message}
//
// A tree is the trigger as it is meant, which the reference cannot always read: {"all": [tree…], "not"}, {"any": [tree…], "not"} or
// {"field": path, "operator", "value", "regex", "not"}, a condition on any field, which the reference evaluates; only the pattern of a match it does not know.
import { createRequire } from 'node:module'
import { send } from './sent.mjs'

const require = createRequire(import.meta.url)
const { generateFql, parseFql, validate } = require('@segment/destination-subscriptions')
const { transform } = require('@segment/actions-core/mapping-kit')

const matches = (tree, event) => {
  const value = tree.all ? tree.all.every((child) => matches(child, event))
    : tree.any ? tree.any.some((child) => matches(child, event))
    : condition(tree, event)
  return value !== Boolean(tree.not)
}

// The reference knows seven fields; with all of the event as its context, any field is one of them.
const condition = ({ field, operator, value, regex }, event) => {
  if (regex) {
    const text = field.split('.').reduce((found, key) => found && found[key], event)
    return typeof text === 'string' && new RegExp(regex, 'su').test(text) === (operator === 'match')
  }

  const node = { type: 'event-context', name: field, operator, value }
  return validate({ type: 'group', operator: 'and', children: [node] }, { context: event })
}

// The tree as the user interface of the reference holds it, for its own generator.
const uiTree = (tree) => {
  if (!tree.all && !tree.any) return uiCondition(tree)
  return { type: 'group', operator: tree.all ? 'and' : 'or', children: (tree.all ?? tree.any).map(uiTree) }
}

const uiTypes = { properties: 'event-property', traits: 'event-trait', context: 'event-context' }
const uiCondition = ({ field, operator, value }) => {
  const [first, ...others] = field.split('.')
  if (others.length === 0) return { type: first === 'type' ? 'event-type' : first, operator, value }
  return { type: uiTypes[first], name: others.join('.'), operator, value }
}

// Integers that a double cannot hold come marked, and go as they came.
const reviveInteger = (_, value) => (typeof value === 'string' && /^\ue000-?\d+$/.test(value) ? BigInt(value.slice(1)) : value)
BigInt.prototype.toJSON = function () {
  return `\ue000${this}`
}

// Null: its evaluation fails, as for a group in which it skipped everything.
const read = (trigger, event) => {
  try {
    return validate(parseFql(trigger), event)
  } catch {
    return null
  }
}

const answer = async (question) => {
  if (question.trigger !== undefined) {
    return { text: read(question.trigger, question.event), meant: matches(question.tree, question.renamed) }
  }

  if (question.generate) return { text: generateFql(uiTree(question.generate)) }

  try {
    return { gives: question.request ? await send(question.request, question.event) : transform(question.mapping, question.event) }
  } catch (error) {
    return { fails: String(error.message ?? error) }
  }
}

let rest = ''
let answered = Promise.resolve()
process.stdin.setEncoding('utf8')
process.stdin.on('data', (chunk) => {
  const lines = (rest + chunk).split('\n')
  rest = lines.pop()
  answered = answered.then(async () => {
    for (const line of lines) {
      process.stdout.write(JSON.stringify(await answer(JSON.parse(line, reviveInteger))) + '\n')
    }
  })
})
