// Reads [{rule, self}] as JSON, writes the results as a JSON list: true, false, or the error's text.
import { readFileSync } from 'node:fs'
import { evaluate } from '@marcbachmann/cel-js'

const answer = ({ rule, self }) => {
  try {
    return evaluate(rule, { self })
  } catch (error) {
    return String(error)
  }
}

console.log(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(answer)))
