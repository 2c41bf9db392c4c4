// How long the reference takes: {"event": text, "trigger": text, "mapping": object} a line, nanoseconds of each step a line. The best of many short rounds,
// as tests/Benchmarks/Engine/Measurement.cs measures.
import { matches, parse, read, resolve, serialise } from './action.mjs'

const rounds = 150
const roundNanoseconds = 10_000_000n
const warmUp = 20_000

const time = (operation, count) => {
  const start = process.hrtime.bigint()
  for (let i = 0; i < count; i++) operation()
  return process.hrtime.bigint() - start
}

const measure = (operation) => {
  time(operation, warmUp)
  let count = 100
  while (time(operation, count) < roundNanoseconds) count *= 2
  let best = Infinity
  for (let round = 0; round < rounds; round++) best = Math.min(best, Number(time(operation, count)) / count)
  return best
}

const answer = ({ event, trigger, mapping }) => {
  const bytes = Buffer.from(event)
  const document = read(bytes)
  const parsed = parse(trigger)
  if (!matches(parsed, document)) throw new Error('The trigger matches the sample.')

  const whole = (parsed) => () => {
    const document = read(bytes)
    if (matches(parsed ?? parse(trigger), document)) serialise(resolve(mapping, document))
  }
  return {
    body: serialise(resolve(mapping, document)).toString(),
    parse: measure(() => read(bytes)),
    trigger: measure(() => matches(parsed, document)),
    triggerText: measure(() => matches(parse(trigger), document)),
    render: measure(() => serialise(resolve(mapping, document))),
    all: measure(whole()),
    allParsed: measure(whole(parsed))
  }
}

let rest = ''
process.stdin.setEncoding('utf8')
process.stdin.on('data', (chunk) => {
  const lines = (rest + chunk).split('\n')
  rest = lines.pop()
  for (const line of lines) process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + '\n')
})
