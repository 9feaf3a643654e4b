/// Where what is to do leads.
import type { Task } from '../bindings'
import type { Page } from '../shared/pages'
import { partOf } from '../topics'

export function target(task: Task): Page {
  switch (task.action) {
    case 'record':
      return task.id === null
        ? { page: 'ledger', ledger: task.ledger }
        : (partOf(task.ledger).whole?.(task.id) ?? { page: 'ledger', ledger: task.ledger, open: task.id })
    case 'person':
      return task.id === null ? { page: 'ledger', ledger: task.ledger } : { page: 'ledger', ledger: task.ledger, person: task.id }
    case 'ledger':
      return { page: 'ledger', ledger: task.ledger }
    case 'several':
      return partOf(task.ledger).several?.page ?? { page: 'ledger', ledger: task.ledger }
    case 'backup':
      return { page: 'backup' }
    case 'recovery':
      return { page: 'password' }
    case 'rules':
      return { page: 'rules' }
    case 'packs':
      return { page: 'pack' }
    case 'settings':
    case 'clock':
      return { page: 'settings' }
  }
}
