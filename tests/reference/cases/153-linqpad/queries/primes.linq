<Query Kind="FSharpProgram" />

let rec sieve numbers =
    match numbers with
    | [] -> []
    | first :: rest -> first :: sieve (List.filter (fun n -> n % first <> 0) rest)

let primes = sieve [ 2 .. 100 ]

primes
|> List.map (fun n -> n, n * n)
|> Dump
|> ignore
