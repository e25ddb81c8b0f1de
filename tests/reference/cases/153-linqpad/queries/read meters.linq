<Query Kind="VBExpression">
  <NuGetReference>Meters.Client</NuGetReference>
  <Namespace>Meters</Namespace>
</Query>
'
' Reads one meter and shows what it counts.
' More of these are in the folder above; ask in the forum whether there is one for yours
' before you write another, and we add it here.

New MeterClient() _
	.ReadValue( _
		"tcp://meters.example.com:4840/", _
		"hall;register=12")
