var planpressDifferences = {"changes": {
"2": [{"what":"words changed","where":"Quays and workboats A","pieces":[[0,"Grit bin is full, lid shuts"],[1," tightly"],[0,"."]]},{"what":"added","where":"Quays and workboats B","pieces":[[1,"Lamp is lit."]]},{"what":"renumbered","where":"Quays and workboats B → Quays and workboats C","pieces":[]},{"what":"renamed","where":"","pieces":[[0,"East Basin "],[-1,"Wardens"],[1,"Watch"]]}]
},
"sheets": {
"2": {"HWR":[0,1,2],"HWR-01":[0,1,2],"HWR-01-IL-00":[0,1,2],"HWR-01-IL-EB":[0,1,2,3],"HWR-01-IL-QO":[0,1,2],"HWR-01-IL-WB":[0,1,2],"HWR-01-PK-00":[0,1,2],"HWR-01-RN-EB":[3],"HWR-02-IL-EB":[3],"HWR-02-RN-EB":[3],"HWR-CT":[3],"HWR-PK-EB":[0,1,2,3],"HWR-PK-QO":[0,1,2],"HWR-PK-WB":[0,1,2]}
}};
