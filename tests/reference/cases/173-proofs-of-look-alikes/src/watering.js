import { readFile } from 'fs/promises'

export async function loadTrees(path) {
    return JSON.parse(await readFile(path, 'utf8'))
}

export function thirsty(trees, days) {
    return trees.filter((tree) => tree.dryDays > days)
}

// interface Tree {
//     name: string
//     dryDays: number
// }
// function planWatering(trees: Tree[], days: number): {
//     names: string[]
//     litres: number
// } {
//     const names: string[] = []
//     for (const tree of trees) {
//         if (tree.dryDays > days) {
//             names.push(tree.name as string)
//         }
//     }
//     return { names, litres: names.length * 10 }
// }
