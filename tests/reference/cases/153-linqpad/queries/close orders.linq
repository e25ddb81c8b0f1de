<Query Kind="VBProgram">
  <Connection>
    <ID>6f0a6d0e-2f7c-4c43-9d55-0d0f4be2a112</ID>
    <Database>Shop</Database>
  </Connection>
</Query>

Sub Main()
	Dim late = From order In Orders
		Where order.Closed Is Nothing AndAlso order.Opened < Date.Today.AddDays(-30)
		Select order
	For Each order In late
		order.Closed = Date.Today
	Next
	SubmitChanges()
	late.Dump("closed")
End Sub
