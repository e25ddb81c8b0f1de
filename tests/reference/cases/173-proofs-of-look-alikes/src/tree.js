import { readFile } from 'fs/promises'

export enum Kind {
    Oak,
    Beech,
}

export interface Tree {
    name: string
    kind: Kind
}

export async function loadTrees(path) {
    return JSON.parse(await readFile(path, 'utf8'))
}

export function thirsty(trees, days) {
    return trees.filter((tree) => tree.dryDays > days)
}

export function litres(trees) {
    let total = 0
    for (const tree of trees) {
        total += tree.litres
    }
    return total
}

export function names(trees) {
    return trees.map((tree) => tree.name).join(', ')
}
